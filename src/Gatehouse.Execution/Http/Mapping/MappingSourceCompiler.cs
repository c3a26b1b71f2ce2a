using System.Collections.Frozen;
using Gatehouse.Execution.Http.Records;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Execution.Http.Mapping;

/// <summary>Reads the values of parameter mappings (http-api §11).</summary>
/// <param name="variables">The stage's: what they are is settled at publish.</param>
/// <param name="isAnswer">Values of <c>responseParameters</c>: those read the answer, and not the request.</param>
internal sealed class MappingSourceCompiler(FrozenDictionary<string, string> variables, bool isAnswer)
{
    private const string Open = "${";

    /// <summary>
    /// A source, a text with braced sources, or a literal. What cannot be read is an absent source: the control plane refuses
    /// it, and a definition that got past it must not take the whole stage with it.
    /// </summary>
    public MappingSource Compile(string text)
    {
        if (text.Contains(Open, StringComparison.Ordinal))
        {
            return CompileMixed(text);
        }

        return text.StartsWith('$') ? CompileSource(text[1..]) : new LiteralSource(text);
    }

    private MappingSource CompileMixed(string text)
    {
        var parts = new List<MappingSource>();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf(Open, at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : CloseOf(text, open + Open.Length);
            if (close < 0)
            {
                parts.Add(new LiteralSource(text[at..]));
                break;
            }

            if (open > at)
            {
                parts.Add(new LiteralSource(text[at..open]));
            }

            parts.Add(CompileSource(text[(open + Open.Length)..close].TrimStart('$')));
            at = close + 1;
        }

        return parts is [var only] ? only : new MixedSource([.. parts]);
    }

    /// <summary>A quoted name of a JSON path may hold a brace.</summary>
    private static int CloseOf(string text, int start)
    {
        var quote = '\0';
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '\'' or '"' && i > start && text[i - 1] == '[')
            {
                quote = c;
            }
            else if (c == '}')
            {
                return i;
            }
        }

        return -1;
    }

    private MappingSource CompileSource(string source)
    {
        if (Cut(source, "stageVariables.") is { } variable)
        {
            return variables.TryGetValue(variable, out var value) ? new LiteralSource(value) : AbsentSource.Instance;
        }

        if (Cut(source, "context.") is { } name)
        {
            return HttpContextVariables.Find(name) is { } reader ? new ContextSource(reader) : AbsentSource.Instance;
        }

        return isAnswer ? CompileAnswer(source) : CompileRequest(source);
    }

    private static MappingSource CompileRequest(string source)
    {
        if (Cut(source, "request.header.") is { } header)
        {
            return ReservedHeaders.Contains(header) ? AbsentSource.Instance : new RequestHeaderSource(header);
        }

        if (Cut(source, "request.querystring.") is { } parameter)
        {
            return new RequestQuerySource(parameter);
        }

        if (Cut(source, "request.path.") is { } variable)
        {
            return new PathVariableSource(variable.TrimEnd('+'));
        }

        return source switch
        {
            "request.path" => new RequestPathSource(),
            "request.body" => new RequestBodySource(null),
            _ when BodyPathOf(source, "request.body") is { } path => new RequestBodySource(path),
            _ => AbsentSource.Instance,
        };
    }

    private static MappingSource CompileAnswer(string source)
    {
        if (Cut(source, "response.header.") is { } header)
        {
            return ReservedHeaders.Contains(header) ? AbsentSource.Instance : new AnswerHeaderSource(header);
        }

        return source == "response.body" ? new AnswerBodySource(null)
            : BodyPathOf(source, "response.body") is { } path ? new AnswerBodySource(path)
            : AbsentSource.Instance;
    }

    private static BodyPath? BodyPathOf(string source, string prefix) =>
        source.StartsWith(prefix, StringComparison.Ordinal) ? BodyPath.TryParse(source.AsSpan(prefix.Length)) : null;

    private static string? Cut(string text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
