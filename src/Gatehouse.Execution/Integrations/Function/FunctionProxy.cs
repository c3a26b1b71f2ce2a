using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// AWS_PROXY: the request as an event, the function's answer as the response (sheet §5.11 and §5.12).
/// </summary>
/// <param name="caller">Calls the function.</param>
/// <param name="events">Where an event runs.</param>
/// <param name="invocationType">What a mapping gives for <c>X-Amz-Invocation-Type</c>, when there is one.</param>
internal sealed class FunctionProxy(
    FunctionCaller caller, FunctionEvents events, ValueExpression? invocationType) : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call) =>
        invocationType?.Read(new MappingScope(call.Request, call)).ToString() is { Length: > 0 } type
            && type != "RequestResponse"
            ? AskOtherwise(call, type)
            : InvokeAsync(call);

    /// <summary>
    /// Lambda then answers with an empty body, which is no proxy answer: such calls are for the type AWS (sheet §5.11).
    /// </summary>
    private StepResult AskOtherwise(RestCall call, string type)
    {
        var refusal = caller.Forbid();
        if (refusal.Fault is null && type == "Event")
        {
            using var payload = FunctionEventWriter.Write(call);
            (refusal, _) = caller.Post(call, payload.WrittenSpan.ToArray(), events);
        }

        return refusal.Fault is null
            ? FunctionFaults.Malformed($"the invocation type {type} has no answer")
            : refusal;
    }

    private async ValueTask<StepResult> InvokeAsync(RestCall call)
    {
        var payload = FunctionEventWriter.Write(call);
        call.Own(payload);
        var (result, refusal, requestId) = await caller.CallAsync(call, payload.Written, payload.Abandon);
        if (refusal.Fault is not null)
        {
            return refusal;
        }

        if (result!.Outcome == FunctionOutcome.FunctionFailed)
        {
            return FunctionFaults.FunctionFailed(result, requestId);
        }

        return FunctionResponse.TryRead(result.Payload.Span, out var reason) is { } response
            ? Answer(call, response)
            : FunctionFaults.Malformed(reason);
    }

    private static StepResult Answer(RestCall call, FunctionResponse response)
    {
        call.Endpoint.Status = response.Status;
        ReadOnlyMemory<byte> body = response.Body;
        if (response.IsBase64Encoded && WantsBytes(call)
            && !PayloadConversion.TryApply(PayloadForm.DecodeBase64, response.Body, out body))
        {
            return FunctionFaults.NotBase64;
        }

        var headers = FunctionHeaders.ToClient(call, response, keepsLength: false, out var contentType);
        call.Answer = new MethodAnswer
        {
            Status = response.Status, ContentType = contentType, Headers = headers, Body = body,
        };
        return StepResult.Continue;
    }

    /// <summary>
    /// Base64 is undone only for a client whose first accepted type is binary for this API (sheet §5.12).
    /// </summary>
    private static bool WantsBytes(RestCall call)
    {
        var types = call.Request.Stage.BinaryMediaTypes;
        return types.IsDefined && types.Matches(MediaType.FirstOfAccept(call.Request.Http.Request.Headers.Accept));
    }
}
