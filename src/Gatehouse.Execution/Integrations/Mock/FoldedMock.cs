using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Integrations.Mock;

/// <summary>
/// A MOCK whose request template has no references: its status, its integration response and that response's bytes are
/// worked out at publish, so that a call only picks them. Calls that pick another template take the ordinary steps.
/// </summary>
internal sealed class FoldedMock(
    TemplateSet requestTemplates, FoldedOutcome[] outcomes, IRestStep[] ordinary) : IRestStep
{
    /// <summary>The steps that stand behind the folded ones.</summary>
    public IRestStep[] Ordinary => ordinary;

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var headers = call.Request.Http.Request.Headers;
        var contentType = headers.ContentType;
        var selected = requestTemplates.SelectForRequest(contentType.Count == 0 ? default : contentType[0].AsSpan());
        foreach (var outcome in outcomes)
        {
            if (ReferenceEquals(outcome.Template, selected))
            {
                call.Answer = outcome.Answers.Select(headers.Accept);
                return StepResult.Continue;
            }
        }

        return RunOrdinaryAsync(call);
    }

    private async ValueTask<StepResult> RunOrdinaryAsync(RestCall call)
    {
        foreach (var step in Ordinary)
        {
            var result = await step.RunAsync(call);
            if (result.Fault is not null)
            {
                return result;
            }
        }

        return StepResult.Continue;
    }
}

/// <summary>What a call gets that selects this request template.</summary>
internal sealed record FoldedOutcome(TemplateEntry Template, PreparedAnswers Answers);
