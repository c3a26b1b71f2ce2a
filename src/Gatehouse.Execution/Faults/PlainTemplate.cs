using System.Text;
using Gatehouse.Execution.Mapping;

namespace Gatehouse.Execution.Faults;

/// <summary>
/// A gateway response's template: text in which <c>$context.*</c>, <c>$stageVariables.*</c> and <c>method.request.*</c>
/// are replaced, and nothing else happens (sheet §7.2: no directives, no <c>$input</c>, no <c>$util</c>).
/// </summary>
internal sealed class PlainTemplate
{
    private static readonly string[] Prefixes =
        ["$context.", "$stageVariables.", "$method.request.", "method.request."];

    private readonly List<Part> _parts = [];

    private PlainTemplate()
    {
    }

    public static PlainTemplate Compile(string text, ValueExpressionCompiler expressions)
    {
        var template = new PlainTemplate();
        var literalStart = 0;
        var at = 0;
        while (at < text.Length)
        {
            if (!TryReadReference(text, at, out var end)
                || expressions.Compile(text[at..end].TrimStart('$')) is not { } expression)
            {
                at++;
                continue;
            }

            template.AddLiteral(text[literalStart..at]);
            template._parts.Add(new Part(null, expression));
            at = literalStart = end;
        }

        template.AddLiteral(text[literalStart..]);
        return template;
    }

    public byte[] Render(in MappingScope scope)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part.Literal ?? part.Expression!.ReadSingle(scope));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static bool TryReadReference(string text, int at, out int end)
    {
        foreach (var prefix in Prefixes)
        {
            if (string.CompareOrdinal(text, at, prefix, 0, prefix.Length) != 0)
            {
                continue;
            }

            end = at + prefix.Length;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-' or '.'))
            {
                end++;
            }

            // A full stop at the end of a sentence is text.
            while (text[end - 1] == '.')
            {
                end--;
            }

            return end > at + prefix.Length;
        }

        end = at;
        return false;
    }

    private void AddLiteral(string literal)
    {
        if (literal.Length > 0)
        {
            _parts.Add(new Part(literal, null));
        }
    }

    private readonly record struct Part(string? Literal, ValueExpression? Expression);
}
