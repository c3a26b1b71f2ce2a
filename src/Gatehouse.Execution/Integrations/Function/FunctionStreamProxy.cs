using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// AWS_PROXY with <c>responseTransferMode: STREAM</c> (sheet §5.14): the same event, and an answer that reaches the
/// client while the function writes it. Binary passes as it is; nothing is converted, compressed or cached.
/// </summary>
internal sealed class FunctionStreamProxy(FunctionCaller caller, TimeProvider time) : IRestStep
{
    public async ValueTask<StepResult> RunAsync(RestCall call)
    {
        var forbidden = caller.Forbid();
        if (forbidden.Fault is not null)
        {
            return forbidden;
        }

        var payload = FunctionEventWriter.Write(call);
        call.Endpoint.StartedAt = time.GetTimestamp();
        var (stream, requestId) = caller.Stream(call, payload.Written);
        var answer = new FunctionAnswerStream(call, stream, payload, caller.Settings, time, requestId);
        call.OwnExchange(answer);
        var (response, refusal) = await answer.ReadPreludeAsync();
        if (response is null)
        {
            return refusal;
        }

        call.Endpoint.ServiceStatus = 200;
        call.Endpoint.Status = response.Status;
        call.Endpoint.TimeToAllHeaders = time.GetElapsedTime(call.Endpoint.StartedAt);
        var headers = FunctionHeaders.ToClient(call, response, keepsLength: true, out var contentType);
        call.Answer = new MethodAnswer
        {
            Status = response.Status, ContentType = contentType, Headers = headers, Stream = answer,
        };
        return StepResult.Continue;
    }
}
