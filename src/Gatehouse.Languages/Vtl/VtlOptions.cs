namespace Gatehouse.Languages.Vtl;

/// <summary>Choices made when a template is compiled.</summary>
public sealed record VtlOptions
{
    public static VtlOptions Default { get; } = new();

    /// <summary>What a reference renders as when it has no value.</summary>
    public UndefinedReferences UndefinedReferences { get; init; } = UndefinedReferences.Empty;

    /// <summary>Iterations of one <c>#foreach</c>.</summary>
    /// <value>Default: API Gateway's. The house's own templates may loop over a whole API.</value>
    public int MaxForeachIterations { get; init; } = VtlLimits.MaxForeachIterations;

    /// <summary>Statements, calls and iterations that one rendering may execute.</summary>
    /// <value>Default: what a request may cost.</value>
    public int MaxSteps { get; init; } = VtlLimits.MaxSteps;

    /// <summary>Bytes that one rendering may write.</summary>
    /// <value>Default: the payload quota.</value>
    public int MaxOutputBytes { get; init; } = VtlLimits.MaxOutputBytes;
}
