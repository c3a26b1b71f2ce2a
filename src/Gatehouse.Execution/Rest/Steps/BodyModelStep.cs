using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;

namespace Gatehouse.Execution.Rest.Steps;

/// <summary>
/// Body validation by model (sheet §4.2). Which model applies is decided as on AWS; a body that has one is refused,
/// because this build has no JSON Schema engine, and letting it pass would be to validate nothing.
/// </summary>
internal sealed class BodyModelStep(IReadOnlyDictionary<string, string> models) : IRestStep
{
    private const string Detail =
        "Execution failed due to configuration error: request body validation against a model is not built yet";

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var mediaType = MediaType.OfContentType(call.Request.Http.Request.ContentType).ToString();
        var key = mediaType.Length == 0 ? MediaType.Json : mediaType;
        var applies = models.ContainsKey(TemplateSet.DefaultKey)
            || models.Keys.Any(type => type.Equals(key, StringComparison.OrdinalIgnoreCase));
        return applies ? new StepResult(GatewayFaults.ApiConfigurationError, Detail) : StepResult.Continue;
    }
}
