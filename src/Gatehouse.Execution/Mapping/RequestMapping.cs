using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Gatehouse.Languages.Json;

namespace Gatehouse.Execution.Mapping;

/// <summary>
/// Makes the backend's request of the method's (sheet §3 steps 10 and 12): template selection, then parameters, then
/// the template, then its overrides.
/// </summary>
internal sealed class RequestMapping(
    ParameterMapping parameters,
    TemplateSet templates,
    PassthroughBehavior passthrough,
    ContentHandling handling) : IRestStep
{
    /// <summary>Some content type is refused: worth a check of its own where a cache may answer first.</summary>
    public bool MayRefuseMediaType => !MayPass();

    public ValueTask<StepResult> RunAsync(RestCall call) => Map(call);

    /// <summary>Refuses what no template takes and what may not pass (sheet §3 step 10).</summary>
    public StepResult CheckMediaType(RestCall call)
    {
        var contentType = call.Request.Http.Request.ContentType;
        return MayPass() || templates.SelectForRequest(contentType) is not null
            ? StepResult.Continue
            : UnsupportedMediaType(contentType);
    }

    private StepResult Map(RestCall call)
    {
        var contentType = call.Request.Http.Request.ContentType;
        var selected = templates.SelectForRequest(contentType);
        if (selected is null && !MayPass())
        {
            return UnsupportedMediaType(contentType);
        }

        var toBackend = new BackendRequest();
        try
        {
            parameters.Apply(new MappingScope(call.Request, call), toBackend);
        }
        catch (MappingException exception)
        {
            return new StepResult(GatewayFaults.InvalidJsonBody, exception.Message);
        }

        var form = PayloadConversion.OfRequest(call.Request.Stage.BinaryMediaTypes, contentType, handling);
        if (!PayloadConversion.TryApply(form, call.Body, out var input))
        {
            return new StepResult(
                GatewayFaults.ApiConfigurationError,
                "Execution failed due to configuration error: Unable to base64 decode the body.");
        }

        toBackend.Body = input;
        call.ToBackend = toBackend;
        return selected?.Template is { } template ? Transform(call, template, form, input) : StepResult.Continue;
    }

    private static StepResult Transform(
        RestCall call, CompiledTemplate template, PayloadForm form, ReadOnlyMemory<byte> input)
    {
        call.ToBackend.IsTransformed = true;
        if (template.Constant is { } constant)
        {
            call.ToBackend.Body = constant;
            return StepResult.Continue;
        }

        var output = new PooledBytes(Math.Max(256, input.Length));
        call.Own(output);
        var body = form == PayloadForm.AsIs ? call.BodyJson : new JsonBody(input);
        var result = template.Render(call, TemplatePhase.Request, body, output);
        if (result.Fault is null)
        {
            call.ToBackend.Body = output.Written;
            if (call.Overrides is { } overrides)
            {
                OverrideValues.ApplyTo(call.ToBackend, overrides);
            }
        }

        return result;
    }

    private static StepResult UnsupportedMediaType(string? contentType) => new(
        GatewayFaults.UnsupportedMediaType,
        $"No request template for content type {contentType ?? "(none)"} and passthrough is not allowed");

    private bool MayPass() => passthrough switch
    {
        PassthroughBehavior.WhenNoMatch => true,
        PassthroughBehavior.WhenNoTemplates => templates.IsEmpty,
        PassthroughBehavior.Never => false,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
