using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Steps;

namespace Gatehouse.Execution.Validation;

/// <summary>
/// The body must meet the model of its media type (sheet §4.2). A step of methods whose validator checks bodies; the
/// body of a request without a model is not even read here.
/// </summary>
internal sealed class BodyValidationStep(RequestModelSet models) : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        if (models.Select(MediaTypeOf(call)) is not { } model)
        {
            return StepResult.Continue;
        }

        var read = BufferBodyStep.EnsureReadAsync(call);
        return read.IsCompletedSuccessfully
            ? Judge(call, model, Completed.Take(read))
            : JudgeAsync(call, model, read);
    }

    private static async ValueTask<StepResult> JudgeAsync(
        RestCall call, RequestModel model, ValueTask<StepResult> read) => Judge(call, model, await read);

    private static StepResult Judge(RestCall call, RequestModel model, StepResult read)
    {
        if (read.Fault is not null)
        {
            return read;
        }

        var verdict = model.Judge(call.Body);
        if (verdict.IsValid)
        {
            return StepResult.Continue;
        }

        // The line of the execution log (sheet §4.3); the second sentence is ours.
        var detail = $"Request body does not match model schema for content type {MediaTypeOf(call)}: "
            + verdict.ErrorString;
        return new StepResult(
            GatewayFaults.InvalidBody(verdict.ErrorString),
            model.Problem is null ? detail : $"{detail} ({model.Problem})");
    }

    private static ReadOnlySpan<char> MediaTypeOf(RestCall call)
    {
        var mediaType = MediaType.OfContentType(call.Request.Http.Request.ContentType);
        return mediaType.IsEmpty ? MediaType.Json : mediaType;
    }
}
