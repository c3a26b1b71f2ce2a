namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>An argument of a function: a path, or a constant written as JSON.</summary>
internal sealed class FunctionArgument
{
    private readonly JsonPathProgram? _path;
    private readonly object? _constant;

    public FunctionArgument(JsonPathProgram path) => _path = path;

    public FunctionArgument(object? constant) => _constant = constant;

    public bool TryEvaluate(object? from, PathEvaluation evaluation, out object? value)
    {
        if (_path is null)
        {
            value = _constant;
            return true;
        }
        var result = _path.Evaluate(from, evaluation.Nested());
        value = result.Value;
        return !result.IsMissing;
    }
}
