using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Invocations;

/// <summary>Runs a function: and waits (RequestResponse), later (Event), or not at all (DryRun).</summary>
internal sealed class Invoke(FunctionStore store, IFunctionInvoker invoker, IFunctionEvents? events) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await InvocationTarget.OpenAsync(store, invoker, call, cancellationToken);
        var type = call.Input.FindString("InvocationType") ?? "RequestResponse";
        InvocationInput.CheckPayload(call.Input.Payload, type);
        var function = InvocationInput.Read(call, name, type);
        switch (type)
        {
            case "DryRun":
                return new OperationOutput { Members = new JsonObject { ["StatusCode"] = 204 }, Status = 204 };
            case "Event":
                return events?.TryPost(function) == true
                    ? new OperationOutput { Members = new JsonObject { ["StatusCode"] = 202 }, Status = 202 }
                    : throw LambdaFaults.Throttled("FunctionInvocationRateLimitExceeded");
            default:
                return Answer(await invoker.InvokeAsync(function, cancellationToken), name);
        }
    }

    private static OperationOutput Answer(FunctionResult result, FunctionName name)
    {
        InvocationFaults.ThrowIfRefused(result, name);
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
}
