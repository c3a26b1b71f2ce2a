namespace Gatehouse.Languages.Vtl;

/// <summary>Choices made when a template is compiled.</summary>
public sealed record VtlOptions
{
    public static VtlOptions Default { get; } = new();

    /// <summary>What a reference renders as when it has no value.</summary>
    public UndefinedReferences UndefinedReferences { get; init; } = UndefinedReferences.Empty;
}
