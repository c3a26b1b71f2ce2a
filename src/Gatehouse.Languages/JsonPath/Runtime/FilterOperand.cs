namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>One side of a comparison: a constant or a path.</summary>
internal sealed class FilterOperand
{
    private readonly FilterValue _constant;

    public FilterOperand(FilterValue constant) => _constant = constant;

    public FilterOperand(JsonPathProgram path, bool fromRoot, bool isNegated)
    {
        Path = path;
        IsFromRoot = fromRoot;
        IsNegated = isNegated;
    }

    public JsonPathProgram? Path { get; }

    public bool IsFromRoot { get; }

    /// <summary>A <c>!</c> stands before the path. It matters only when the path is asked for existence.</summary>
    public bool IsNegated { get; }

    public FilterValue Evaluate(object? item, PathEvaluation evaluation)
    {
        if (Path is null)
        {
            return _constant;
        }
        var result = Path.Evaluate(IsFromRoot ? evaluation.Document : item, evaluation.Nested());
        return result.IsMissing ? FilterValue.Undefined : FilterValue.Of(result.Value);
    }
}
