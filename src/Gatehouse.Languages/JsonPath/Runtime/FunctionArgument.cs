using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath.Syntax;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>An argument of a function: a path, or a constant written as JSON.</summary>
internal sealed class FunctionArgument
{
    private readonly object? _constant;
    private readonly bool _isJson;

    /// <summary>A path, and for <c>length()</c> the same path with <c>[*]</c> added.</summary>
    public FunctionArgument(JsonPathProgram path, JsonPathProgram? children = null)
    {
        Path = path;
        Children = children;
    }

    public FunctionArgument(string json) => _isJson = LenientJson.TryParse(json, out _constant);

    public JsonPathProgram? Path { get; }

    /// <summary>The path to what <c>length()</c> counts; null when the path ends in a function.</summary>
    public JsonPathProgram? Children { get; }

    public bool TryEvaluate(PathEvaluation evaluation, out object? value)
    {
        if (Path is not null)
        {
            return TryFollow(Path, evaluation.Document, evaluation, out value);
        }
        if (!_isJson)
        {
            throw new JsonPathEvaluationException("An argument is not JSON.");
        }
        // A function may change what it is given; the constant stays.
        value = _constant is JsonList or JsonMap ? JsonReading.Parse(JsonText.Write(_constant)) : _constant;
        return true;
    }

    /// <summary>Follows a path of this argument; when it leads nowhere the evaluation ends.</summary>
    public static bool TryFollow(JsonPathProgram path, object? root, PathEvaluation evaluation, out object? value)
    {
        if (root is null)
        {
            throw new JsonPathEvaluationException("A function has nothing to look an argument up in.");
        }
        var nested = evaluation.NestedAt(root);
        var result = path.Evaluate(root, nested);
        value = result.Value;
        if (result.IsMissing)
        {
            evaluation.End(nested.HasEnded ? nested.Ending : PathEnding.Missing);
        }
        return !result.IsMissing;
    }
}
