using System.Globalization;
using System.Text;
using Gatehouse.Languages.Vtl.Runtime;
using Gatehouse.Languages.Vtl.Syntax;

namespace Gatehouse.Languages.Vtl.Compilation;

/// <summary>
/// Compiles quoted text. In double quotes <c>\uXXXX</c> is a character, a doubled quote is one, and references and
/// directives are live; in single quotes only the doubled quote means something.
/// </summary>
internal sealed class StringCompiler(CompilationContext context)
{
    public Expression Compile(StringSyntax syntax)
    {
        var token = syntax.First;
        var quote = token.Image[0];
        var text = token.Image[1..^1];
        if (quote == '"')
        {
            text = Unescape(text, token);
        }
        text = HalveQuotes(text, quote);
        var isLive = quote == '"' && token.Image.AsSpan().IndexOfAny('$', '#') >= 0;
        return isLive ? CompileLive(text, token) : new ConstantExpression(text);
    }

    private Expression CompileLive(string text, Token token)
    {
        var hasLineComment = text.Contains("##", StringComparison.Ordinal);
        if (++context.Depth > VtlLimits.MaxNesting)
        {
            throw new VtlSyntaxException("The template is nested too deeply", token.Line, token.Column);
        }
        var source = hasLineComment ? text : text + " ";
        var syntax = VtlParser.Parse(source, context.MacroNames, token.Line, token.Column + 1, context.Depth);
        var body = new VtlCompiler(context).CompileBlock(syntax);
        context.Depth--;
        if (body.Statements is [] or [TextStatement])
        {
            var constant = body.Statements is [TextStatement only] ? only.Text.Text : string.Empty;
            return new ConstantExpression(!hasLineComment && constant.Length > 0 ? constant[..^1] : constant);
        }
        return new TemplateExpression(body, dropsLastCharacter: !hasLineComment);
    }

    private static string Unescape(string text, Token token)
    {
        var escape = text.IndexOf("\\u", StringComparison.Ordinal);
        if (escape < 0)
        {
            return text;
        }
        var plain = new StringBuilder(text.Length);
        var copied = 0;
        for (; escape >= 0; escape = text.IndexOf("\\u", copied, StringComparison.Ordinal))
        {
            plain.Append(text, copied, escape - copied);
            if (escape + 6 > text.Length || !int.TryParse(
                text.AsSpan(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                throw new VtlSyntaxException("\\u needs four hexadecimal digits", token.Line, token.Column);
            }
            plain.Append((char)code);
            copied = escape + 6;
        }
        return plain.Append(text, copied, text.Length - copied).ToString();
    }

    private static string HalveQuotes(string text, char quote)
    {
        if (!text.Contains(quote, StringComparison.Ordinal))
        {
            return text;
        }
        var halved = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            halved.Append(text[i]);
            if (text[i] == quote && i + 1 < text.Length && text[i + 1] == quote)
            {
                i++;
            }
        }
        return halved.ToString();
    }
}
