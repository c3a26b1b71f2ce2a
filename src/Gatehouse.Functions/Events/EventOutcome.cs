using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Functions.Events;

/// <summary>Sends what became of an event where the function's owner wants it.</summary>
internal sealed class EventOutcome(
    IFunctionEvents events, IEventDestinations? destinations, TimeProvider time, ILogger logger)
{
    private static readonly Dictionary<string, string> NoAttributes = [];

    public async Task TellAsync(
        FunctionCall call, FunctionResult result, string condition, int attempts, EventSettings settings)
    {
        var isSuccess = condition == "Success";
        if ((isSuccess ? settings.OnSuccess : settings.OnFailure) is { } destination)
        {
            var record = EventRecord.Write(call, result, condition, attempts, time.GetUtcNow());
            var detailType = $"Lambda Function Invocation Result - {(isSuccess ? "Success" : "Failure")}";
            await SendAsync(call, new EventMessage(destination, call.Function, record, NoAttributes, detailType)
            {
                RoleArn = settings.RoleArn,
            });
        }

        if (!isSuccess && settings.DeadLetterTarget is { } deadLetters)
        {
            await SendAsync(
                call,
                new EventMessage(
                    deadLetters, call.Function, call.Payload, DeadLetterAttributes(call, result), "Dead Letter")
                {
                    RoleArn = settings.RoleArn,
                });
        }
    }

    /// <summary>The raw event, and in its attributes what was wrong (deployment-and-tools §6.1).</summary>
    private static Dictionary<string, string> DeadLetterAttributes(FunctionCall call, FunctionResult result) =>
        new(StringComparer.Ordinal)
        {
            ["RequestID"] = call.RequestId,
            ["ErrorCode"] = result.Outcome == FunctionOutcome.Throttled ? "429"
                : result.Outcome == FunctionOutcome.FunctionFailed ? "200"
                : "500",
            ["ErrorMessage"] = MessageOf(result),
        };

    private static string MessageOf(FunctionResult result)
    {
        const int longest = 1024;
        var message = result.Reason ?? "";
        try
        {
            using var document = JsonDocument.Parse(result.Payload);
            message = document.RootElement.TryGetProperty("errorMessage", out var text)
                && text.ValueKind == JsonValueKind.String ? text.GetString()! : message;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            message = Encoding.UTF8.GetString(result.Payload.Span);
        }

        return message.Length > longest ? message[..longest] : message;
    }

    private async Task SendAsync(FunctionCall call, EventMessage message)
    {
        var problem = TryParseFunction(message.TargetArn, out var function)
            ? Post(function, message, call)
            : destinations is null
                ? "this server knows no way to queues, topics and event buses"
                : await destinations.SendAsync(message, CancellationToken.None);
        if (problem is not null)
        {
            logger.EventUndelivered(call.Function.Arn, call.RequestId, message.TargetArn, problem);
        }
    }

    private string? Post(in FunctionName function, EventMessage message, FunctionCall cause)
    {
        var isTaken = events.TryPost(new FunctionCall
        {
            Function = function,
            Payload = message.Body,
            RequestId = cause.RequestId,
            TraceId = cause.TraceId,
        });
        return isTaken ? null : string.Create(
            CultureInfo.InvariantCulture, $"more than {EventLimits.Waiting} events wait already");
    }

    private static bool TryParseFunction(string arn, out FunctionName function)
    {
        // arn:aws:lambda:region:account:function:name[:qualifier]
        var parts = arn.Split(':');
        var isFunction = parts is { Length: 7 or 8 } && parts[2] == "lambda" && parts[5] == "function";
        function = isFunction ? new FunctionName(parts[4], parts[3], parts[6], parts.ElementAtOrDefault(7)) : default;
        return isFunction;
    }
}
