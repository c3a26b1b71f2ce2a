using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Objects;

/// <summary>What the data plane gives to a mapping template.</summary>
public sealed record MappingTemplateInput
{
    private static readonly JsonMap NoVariables = new JsonMap().Freeze();

    /// <summary>
    /// The payload: the request's, or the integration's response. Share it, so that it is parsed once.
    /// </summary>
    public required JsonBody Body { get; init; }

    /// <summary>The parameters of the request; on the response side still those of the request.</summary>
    public ITemplateParameters? Parameters { get; init; }

    /// <summary>Where <c>$context</c> looks its variables up.</summary>
    public ITemplateContext? Context { get; init; }

    /// <summary>The stage's variables; freeze the map to share it between requests.</summary>
    public JsonMap StageVariables { get; init; } = NoVariables;

    /// <summary>
    /// Where the template's overrides go; null where there are none. Use one object for the request and the response
    /// template: a response override set in the former survives into the latter (rest-execution §6.6).
    /// </summary>
    public TemplateOverrides? Overrides { get; init; }
}
