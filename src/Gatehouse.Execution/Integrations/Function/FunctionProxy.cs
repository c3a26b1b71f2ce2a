using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Headers;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// AWS_PROXY: the request as an event, the function's answer as the response (sheet §5.11 and §5.12).
/// </summary>
internal sealed class FunctionProxy(FunctionCaller caller) : IRestStep
{
    private const int EventBytes = 4_096;

    public async ValueTask<StepResult> RunAsync(RestCall call)
    {
        var payload = new PooledBytes(EventBytes + call.Body.Length);
        call.Own(payload);
        FunctionEventWriter.Write(call, payload);
        var (result, refusal) = await caller.CallAsync(call, payload.Written, payload.Abandon);
        if (refusal.Fault is not null)
        {
            return refusal;
        }

        if (result!.Outcome == FunctionOutcome.FunctionFailed)
        {
            return new StepResult(
                GatewayFaults.MalformedFunctionResponse,
                "Lambda execution failed with status 200 due to customer function error: "
                + $"{FunctionErrors.MessageOf(result.Payload)}");
        }

        return FunctionResponse.TryRead(result.Payload.Span, out var reason) is { } response
            ? Answer(call, response)
            : new StepResult(
                GatewayFaults.MalformedFunctionResponse,
                $"Execution failed due to configuration error: Malformed Lambda proxy response ({reason})");
    }

    private static StepResult Answer(RestCall call, FunctionResponse response)
    {
        ReadOnlyMemory<byte> body = response.Body;
        if (response.IsBase64Encoded && WantsBytes(call)
            && !PayloadConversion.TryApply(PayloadForm.DecodeBase64, response.Body, out body))
        {
            return new StepResult(
                GatewayFaults.ApiConfigurationError,
                "Execution failed due to configuration error: Unable to base64 decode the body.");
        }

        StringValues contentType = MethodAnswer.DefaultContentType;
        var headers = new List<KeyValuePair<string, StringValues>>(response.Headers.Count + 1);
        foreach (var (name, values) in response.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                contentType = ForWire(values[0]!);
            }
            else if (HeaderRules.TowardClient(name, HeaderFamily.Function, out var finalName) != HeaderAction.Drop)
            {
                headers.Add(new(finalName, ForWire(values)));
            }
        }

        headers.Add(new(TraceIdentity.HeaderName, TraceIdentity.WithoutSelf(call.Request.TraceHeader)));
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

    private static StringValues ForWire(StringValues values)
    {
        if (values.Count == 1)
        {
            return HeaderText.ForWire(values[0]!);
        }

        var texts = new string[values.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = HeaderText.ForWire(values[i]!);
        }

        return texts;
    }
}
