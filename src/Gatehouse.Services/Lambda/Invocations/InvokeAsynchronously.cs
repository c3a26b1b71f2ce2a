using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Invocations;

/// <summary>The operation <c>InvokeAsync</c> of 2014, which Invoke with the type Event replaced (§6.1).</summary>
internal sealed class InvokeAsynchronously(FunctionStore store, IFunctionEvents? events) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenAsync(call, cancellationToken);
        InvocationInput.CheckPayload(call.Input.Payload, "Event");
        return events?.TryPost(InvocationInput.Read(call, name, "Event")) == true
            ? new OperationOutput { Members = new JsonObject { ["Status"] = 202 }, Status = 202 }
            : throw LambdaFaults.Throttled("FunctionInvocationRateLimitExceeded");
    }
}
