using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Invocations;

/// <summary>Runs a function: and waits (RequestResponse), later (Event), or not at all (DryRun).</summary>
internal sealed class Invoke(FunctionStore store, IFunctionInvoker invoker, EventQueue events) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenAsync(call, cancellationToken);
        var payload = call.Input.Payload;
        var type = call.Input.FindString("InvocationType") ?? "RequestResponse";
        CheckPayload(payload, type);
        var function = new FunctionCall
        {
            Function = name,
            Payload = payload,
            RequestId = call.RequestId,
            ClientContext = ReadClientContext(call.Input.FindString("ClientContext")),
            WantsLogTail = type == "RequestResponse" && call.Input.FindString("LogType") == "Tail",
        };
        switch (type)
        {
            case "DryRun":
                return new OperationOutput { Members = new JsonObject { ["StatusCode"] = 204 }, Status = 204 };
            case "Event":
                return events.TryEnqueue(function)
                    ? new OperationOutput { Members = new JsonObject { ["StatusCode"] = 202 }, Status = 202 }
                    : throw LambdaFaults.Throttled("FunctionInvocationRateLimitExceeded");
            default:
                return Answer(await invoker.InvokeAsync(function, cancellationToken), name);
        }
    }

    private static OperationOutput Answer(FunctionResult result, FunctionName name)
    {
        switch (result.Outcome)
        {
            case FunctionOutcome.NotFound:
                throw LambdaFaults.FunctionNotFound(name.Arn);
            case FunctionOutcome.Throttled:
                throw LambdaFaults.Throttled(null);
            case FunctionOutcome.NotReady:
                throw LambdaFaults.NotReady(result.Reason ?? "Pending");
            case FunctionOutcome.HostFailed:
                throw LambdaFaults.HostFailed(result.Reason ?? "The function could not be run.");
            default:
                break;
        }

        var members = new JsonObject { ["StatusCode"] = 200, ["ExecutedVersion"] = result.ExecutedVersion };
        if (result.FunctionError is { } error)
        {
            members["FunctionError"] = error;
        }

        if (!result.LogTail.IsEmpty)
        {
            members["LogResult"] = Convert.ToBase64String(result.LogTail.Span);
        }

        return new OperationOutput { Members = members, Payload = result.Payload, Status = 200 };
    }

    private static void CheckPayload(ReadOnlyMemory<byte> payload, string type)
    {
        var limit = type == "Event" ? InvocationLimits.EventBytes : FunctionLimits.PayloadBytes;
        if (payload.Length > limit)
        {
            throw LambdaFaults.TooLarge(payload.Length, type, limit);
        }

        if (payload.IsEmpty)
        {
            return;
        }

        try
        {
            var reader =
                new Utf8JsonReader(payload.Span, new JsonReaderOptions { MaxDepth = InvocationLimits.JsonDepth });
            while (reader.Read())
            {
                // Only whether it is JSON matters; the function gets the bytes as they came.
            }
        }
        catch (JsonException exception)
        {
            throw LambdaFaults.NotJson(PayloadFault.Describe(payload.Span, exception));
        }
    }

    private static string? ReadClientContext(string? base64)
    {
        if (base64 is null)
        {
            return null;
        }

        var bytes = new byte[base64.Length];
        return base64.Length <= InvocationLimits.ClientContextLength
            && Convert.TryFromBase64String(base64, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw LambdaFaults.Of(
                "InvalidRequestContentException",
                400,
                "Client context must be a valid Base64-encoded JSON object.");
    }
}
