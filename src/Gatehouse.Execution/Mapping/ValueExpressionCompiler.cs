using System.Collections.Frozen;

namespace Gatehouse.Execution.Mapping;

/// <summary>
/// Compiles source expressions. Stage variables are settled at publish: a change of them recompiles the stage.
/// </summary>
internal sealed class ValueExpressionCompiler(FrozenDictionary<string, string> stageVariables)
{
    private static readonly AbsentValue Absent = new();

    /// <param name="text">Such as <c>method.request.header.X</c>, <c>context.requestId</c> or <c>'literal'</c>.</param>
    /// <returns>The expression, or <see langword="null"/> when it is none of the documented forms.</returns>
    public ValueExpression? Compile(string text)
    {
        if (text.Length >= 2 && text[0] == '\'' && text[^1] == '\'')
        {
            return new LiteralValue(text[1..^1]);
        }

        if (Strip(text, "context.") is { } variable)
        {
            return ContextVariables.Find(variable) is { } reader ? new ContextValue(reader) : Absent;
        }

        if (Strip(text, "stageVariables.") is { } name)
        {
            return stageVariables.TryGetValue(name, out var value) && value.Length > 0
                ? new LiteralValue(value)
                : Absent;
        }

        if (Strip(text, "method.request.") is { } fromRequest)
        {
            return CompileRequest(fromRequest);
        }

        return Strip(text, "integration.response.") is { } fromResponse ? CompileResponse(fromResponse) : null;
    }

    private static ValueExpression? CompileRequest(string text)
    {
        if (Strip(text, "path.") is { } path)
        {
            return new PathValue(path);
        }

        if (Strip(text, "querystring.") is { } query)
        {
            return new QueryValue(query, isMultiple: false);
        }

        if (Strip(text, "multivaluequerystring.") is { } queries)
        {
            return new QueryValue(queries, isMultiple: true);
        }

        if (Strip(text, "header.") is { } header)
        {
            return new HeaderValue(header, isMultiple: false);
        }

        if (Strip(text, "multivalueheader.") is { } headers)
        {
            return new HeaderValue(headers, isMultiple: true);
        }

        return TryCompileBody(text, out var bodyPath) ? new RequestBodyValue(bodyPath) : null;
    }

    private static ValueExpression? CompileResponse(string text)
    {
        if (Strip(text, "header.") is { } header)
        {
            return new ResponseHeaderValue(header, isMultiple: false);
        }

        if (Strip(text, "multivalueheader.") is { } headers)
        {
            return new ResponseHeaderValue(headers, isMultiple: true);
        }

        return TryCompileBody(text, out var bodyPath) ? new ResponseBodyValue(bodyPath) : null;
    }

    /// <summary><c>body</c>, or <c>body.</c> and a JSONPath without its <c>$.</c>.</summary>
    private static bool TryCompileBody(string text, out JsonBodyPath? path)
    {
        path = null;
        if (text == "body")
        {
            return true;
        }

        if (!text.StartsWith("body.", StringComparison.Ordinal) && !text.StartsWith("body[", StringComparison.Ordinal))
        {
            return false;
        }

        path = JsonBodyPath.TryCompile("$" + text["body".Length..]);
        return path is not null;
    }

    private static string? Strip(string text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
