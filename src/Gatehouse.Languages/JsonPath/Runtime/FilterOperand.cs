using Gatehouse.Languages.Json;

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

    /// <summary>The value of the operand; false when its path cannot be evaluated here.</summary>
    public bool TryEvaluate(object? item, PathEvaluation evaluation, out FilterValue value)
    {
        if (Path is null)
        {
            value = _constant;
            return true;
        }
        var nested = evaluation.Nested();
        var result = Path.Evaluate(IsFromRoot ? evaluation.Document : item, nested);
        if (nested.Ending is PathEnding.OutOfRange)
        {
            evaluation.End(PathEnding.OutOfRange);
        }
        if (result.Value is JsonList { Form: ListForm.Set })
        {
            throw new JsonPathEvaluationException("Could not convert a set of keys to a value of a filter.");
        }
        value = result.IsMissing ? FilterValue.Undefined : FilterValue.Of(result.Value);
        return nested.Ending is PathEnding.None or PathEnding.Missing;
    }
}
