using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Protocols.EventStreams;

namespace Gatehouse.Services.Lambda.Invocations;

/// <summary>
/// Runs a function and hands on what it writes as it writes it, in an event stream (deployment-and-tools §6.2).
/// </summary>
internal sealed class InvokeWithResponseStream(FunctionStore store, IFunctionInvoker invoker) : IOperation
{
    private const string RequestResponse = "RequestResponse";

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, version) = await InvocationTarget.OpenAsync(store, invoker, call, cancellationToken);
        InvocationInput.CheckPayload(call.Input.Payload, RequestResponse);
        var function = InvocationInput.Read(call, name, RequestResponse);
        if (call.Input.FindString("InvocationType") == "DryRun")
        {
            return new OperationOutput { Members = new JsonObject { ["StatusCode"] = 204 }, Status = 204 };
        }

        var stream = invoker.InvokeStreaming(function);
        try
        {
            // Until the function begins to answer, a refusal can still be told by its status.
            await stream.Began.WaitAsync(cancellationToken);
            if (stream.Ended.IsCompleted)
            {
                InvocationFaults.ThrowIfRefused(await stream.Ended, name);
            }
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }

        return new OperationOutput
        {
            Members = new JsonObject
            {
                ["StatusCode"] = 200,
                ["ExecutedVersion"] = version,
                ["ResponseStreamContentType"] = EventStreamEncoder.ContentType,
            },
            Status = 200,
            Stream = new InvocationEvents(stream),
        };
    }
}
