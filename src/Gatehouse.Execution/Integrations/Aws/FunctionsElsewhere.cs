using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>
/// Invokes functions that run elsewhere by Lambda's own API (deployment-and-tools §6.1): real Lambda, the Runtime
/// Interface Emulator, any server that speaks it.
/// </summary>
/// <param name="calls">The way out.</param>
/// <param name="services">The operator's map.</param>
/// <param name="account">This server's own.</param>
internal sealed class FunctionsElsewhere(HouseCalls calls, AwsServices services, string account) : IFunctionsElsewhere
{
    private const string Service = "lambda";

    /// <summary>Beyond the longest timeout of a function: its server ends it, not the wait.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(FunctionLimits.MaxTimeoutSeconds + 10);

    /// <summary>
    /// Where <c>services.json</c> gives Lambda an endpoint, whatever this server does not have; functions of other accounts
    /// also where there are credentials for Amazon's own.
    /// </summary>
    public bool Reaches(in FunctionName function)
    {
        var entry = services.Map.Find(Service);
        return entry.Credentials is not null
            && (services.Map.Services.GetValueOrDefault(Service)?.Endpoint is not null || function.Account != account);
    }

    public async ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var function = call.Function;
        var unqualified = function with { Qualifier = null };
        var headers = new List<KeyValuePair<string, string>>
        {
            new("Content-Type", "application/json"),
            new("X-Amz-Invocation-Type", "RequestResponse"),
        };
        if (call.WantsLogTail)
        {
            headers.Add(new("X-Amz-Log-Type", "Tail"));
        }

        if (call.TraceId is { } trace)
        {
            headers.Add(new("X-Amzn-Trace-Id", trace));
        }

        if (call.ClientContext is { } context)
        {
            headers.Add(new("X-Amz-Client-Context", Convert.ToBase64String(Encoding.UTF8.GetBytes(context))));
        }

        var reply = await calls.CallAsync(
            new HouseCall
            {
                Service = AwsServiceFacts.Find(Service),
                Partition = "aws",
                Region = function.Region,
                Path = $"/2015-03-31/functions/{Uri.EscapeDataString(unqualified.Arn)}/invocations",
                // The Runtime Interface Emulator has one function, at an address of its own.
                IsWholeAddress = static prefix => prefix.EndsWith("/invocations", StringComparison.Ordinal),
                Query = function.Qualifier is { } qualifier ? $"Qualifier={Uri.EscapeDataString(qualifier)}" : string.Empty,
                Headers = headers,
                Body = call.Payload,
                Timeout = Timeout,
                AnswerBytes = FunctionLimits.PayloadBytes,
            },
            cancellationToken);
        return reply.Problem is { } problem
            ? new FunctionResult { Outcome = FunctionOutcome.HostFailed, Reason = problem }
            : Read(reply);
    }

    private static FunctionResult Read(HouseReply reply)
    {
        if (reply.Status is >= 200 and < 300)
        {
            var error = reply.Find("X-Amz-Function-Error");
            return new FunctionResult
            {
                Outcome = error is null ? FunctionOutcome.Succeeded : FunctionOutcome.FunctionFailed,
                Payload = reply.Body,
                FunctionError = error,
                ExecutedVersion = reply.Find("X-Amz-Executed-Version") ?? "$LATEST",
                LogTail = TailOf(reply),
                Reason = error is null ? null : "The function failed.",
            };
        }

        var fault = FaultOf(reply.Body);
        return new FunctionResult
        {
            Outcome = reply.Status switch
            {
                404 => FunctionOutcome.NotFound,
                409 => FunctionOutcome.NotReady,
                429 => FunctionOutcome.Throttled,
                _ => FunctionOutcome.HostFailed,
            },
            Reason = reply.Status == 429
                ? Text(fault, "Reason")
                : Text(fault, "Message") ?? Text(fault, "message") ?? $"Lambda elsewhere answered {reply.Status}.",
        };
    }

    private static byte[] TailOf(HouseReply reply)
    {
        var tail = reply.Find("X-Amz-Log-Result");
        var bytes = new byte[tail?.Length ?? 0];
        return tail is not null && Convert.TryFromBase64String(tail, bytes, out var length) ? bytes[..length] : [];
    }

    private static JsonObject? FaultOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null; // a proxy's page: the status says enough
        }
    }

    private static string? Text(JsonObject? fault, string member) =>
        fault?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
