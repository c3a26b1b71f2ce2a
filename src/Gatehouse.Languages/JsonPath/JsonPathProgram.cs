using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath.Runtime;
using Gatehouse.Languages.JsonPath.Syntax;

namespace Gatehouse.Languages.JsonPath;

/// <summary>
/// A compiled JSONPath with the semantics of Jayway JsonPath 2.9, the library behind <c>$input.path</c> and
/// <c>$input.json</c>. Immutable and shared by all requests.
/// </summary>
public sealed class JsonPathProgram
{
    private readonly PathStep? _first;
    private readonly bool _isPlain;

    internal JsonPathProgram(string source, PathStep? first)
    {
        Source = source;
        _first = first;
        IsDefinite = true;
        _isPlain = true;
        for (var step = first; step is not null; step = step.Next)
        {
            IsDefinite &= step.IsDefinite;
            _isPlain &= step is PropertyStep or IndexStep { IsDefinite: true };
        }
    }

    /// <summary>The text that was compiled.</summary>
    public string Source { get; }

    /// <summary>Whether the path can lead to one place only.</summary>
    public bool IsDefinite { get; }

    /// <summary>The last step is a function, so the result is computed, not found.</summary>
    internal bool IsFunction
    {
        get
        {
            var last = _first;
            while (last?.Next is { } next)
            {
                last = next;
            }
            return last is FunctionStep;
        }
    }

    /// <summary>
    /// Compiles a path. Text that does not begin with <c>$</c> or <c>@</c> is read as if <c>$.</c> stood before.
    /// </summary>
    public static JsonPathProgram Compile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return PathParser.Parse(path, 0);
    }

    /// <summary>Evaluates the path over a document made by <see cref="JsonReading"/>.</summary>
    public JsonPathResult Evaluate(object? document) => Evaluate(document, document);

    internal JsonPathResult Evaluate(object? item, object? document)
    {
        if (_isPlain)
        {
            return Walk(item);
        }
        var evaluation = new PathEvaluation(document);
        var result = Evaluate(item, evaluation);
        return evaluation.Ending is PathEnding.Invalid or PathEnding.OutOfRange
            ? throw new JsonPathEvaluationException($"The path {Source} does not fit the document.")
            : result;
    }

    /// <summary>As part of another evaluation, which must look at how this one ended.</summary>
    internal JsonPathResult Evaluate(object? item, PathEvaluation evaluation)
    {
        if (_first is null)
        {
            return JsonPathResult.Definite(item);
        }
        _first.Evaluate(item, evaluation);
        if (evaluation.HasEnded)
        {
            return JsonPathResult.Missing;
        }
        var matches = evaluation.Matches;
        if (!IsDefinite)
        {
            return JsonPathResult.Indefinite(matches);
        }
        return matches.Count == 0 ? JsonPathResult.Missing : JsonPathResult.Definite(matches[^1]);
    }

    // Nearly all paths of templates are names and indexes: they need no evaluation state.
    private JsonPathResult Walk(object? value)
    {
        for (var step = _first; step is not null; step = step.Next)
        {
            if (!step.TryStep(value, out value))
            {
                return JsonPathResult.Missing;
            }
        }
        return JsonPathResult.Definite(value);
    }
}
