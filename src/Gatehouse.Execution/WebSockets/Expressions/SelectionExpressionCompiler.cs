using System.Globalization;
using System.Text;
using Gatehouse.Execution.WebSockets.Mapping;
using Gatehouse.Languages.JsonPath;

namespace Gatehouse.Execution.WebSockets.Expressions;

/// <summary>Compiles selection expressions by the grammar of websocket-api §2.1.</summary>
internal sealed class SelectionExpressionCompiler(IReadOnlyDictionary<string, string> variables)
{
    private const string RequestBody = "request.body";
    private const string RequestHeader = "request.header.";
    private const string StageVariable = "stageVariables.";
    private const string ContextPrefix = "context.";
    private const string StatusCode = "integration.response.statuscode";
    private const string ResponseHeader = "integration.response.header.";
    private const string ResponseMultiHeader = "integration.response.multivalueheader.";
    private const string ResponseBody = "integration.response.body";

    /// <returns><see langword="null"/> when the text is no expression.</returns>
    public SelectionExpression? TryCompile(string text)
    {
        if (text is "$default")
        {
            return new SelectionExpression([new SelectionPart(text, null)]); // the only constant that needs no backslash
        }

        var parts = new List<SelectionPart>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '$')
            {
                literal.Append('$');
                at += 2;
                continue;
            }

            if (text[at] != '$')
            {
                literal.Append(text[at++]);
                continue;
            }

            var end = EndOf(text, at, out var name);
            if (end < 0 || ReaderOf(name) is not { } reader)
            {
                return null;
            }

            Flush(parts, literal);
            parts.Add(new SelectionPart(null, reader));
            at = end;
        }

        Flush(parts, literal);
        return new SelectionExpression([.. parts]);
    }

    private static void Flush(List<SelectionPart> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new SelectionPart(literal.ToString(), null));
            literal.Clear();
        }
    }

    /// <summary>Behind the variable that begins at a dollar sign; -1 when there is none.</summary>
    private static int EndOf(string text, int dollar, out string name)
    {
        name = string.Empty;
        if (dollar + 1 < text.Length && text[dollar + 1] == '{')
        {
            var close = text.IndexOf('}', dollar);
            name = close < 0 ? string.Empty : text[(dollar + 2)..close];
            return close < 0 ? -1 : close + 1;
        }

        var end = dollar + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_' or '-' or '[' or ']'))
        {
            end++;
        }

        while (end > dollar + 1 && text[end - 1] is '.' or '-')
        {
            end--;
        }

        name = text[(dollar + 1)..end];
        return name.Length == 0 ? -1 : end;
    }

    private SelectionReader? ReaderOf(string name)
    {
        if (TryStrip(name, RequestBody, out var path))
        {
            return CompilePath(path) is not { } program
                ? null
                : (call, _) => SelectionExpression.TextOf(program.Evaluate(call.BodyJson.Root).Value);
        }

        if (TryStrip(name, ResponseBody, out path))
        {
            return CompilePath(path) is not { } program
                ? null
                : (_, answer) => SelectionExpression.TextOf(program.Evaluate(answer?.BodyJson.Root).Value);
        }

        if (name == StatusCode)
        {
            return static (_, answer) => answer?.Status.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
        }

        if (name.StartsWith(ResponseHeader, StringComparison.Ordinal))
        {
            var header = name[ResponseHeader.Length..];
            return (_, answer) => answer?.FindHeader(header) is [.., { } last] ? last : string.Empty;
        }

        if (name.StartsWith(ResponseMultiHeader, StringComparison.Ordinal))
        {
            var header = name[ResponseMultiHeader.Length..];
            return (_, answer) => answer?.FindHeader(header).ToString() ?? string.Empty;
        }

        if (name.StartsWith(RequestHeader, StringComparison.Ordinal))
        {
            var header = name[RequestHeader.Length..];
            return (call, _) => call.Handshake?.FindHeader(header) ?? string.Empty;
        }

        return OfScope(name);
    }

    private SelectionReader? OfScope(string name)
    {
        if (name.StartsWith(StageVariable, StringComparison.Ordinal))
        {
            var value = variables.GetValueOrDefault(name[StageVariable.Length..], string.Empty);
            return (_, _) => value;
        }

        if (!name.StartsWith(ContextPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        // A variable that this gateway does not know is never set.
        return SocketContextVariables.Find(name[ContextPrefix.Length..]) is { } reader
            ? (call, _) => reader(call) ?? string.Empty
            : static (_, _) => string.Empty;
    }

    private static bool TryStrip(string name, string prefix, out string path)
    {
        path = string.Empty;
        if (!name.StartsWith(prefix, StringComparison.Ordinal)
            || (name.Length > prefix.Length && name[prefix.Length] is not ('.' or '[')))
        {
            return false;
        }

        path = name[prefix.Length..];
        return true;
    }

    /// <summary>The dollar sign of the path is implied (§2.1).</summary>
    private static JsonPathProgram? CompilePath(string path)
    {
        try
        {
            return JsonPathProgram.Compile("$" + path);
        }
        catch (JsonPathSyntaxException)
        {
            return null;
        }
    }
}
