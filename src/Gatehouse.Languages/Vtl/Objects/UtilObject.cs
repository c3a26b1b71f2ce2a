using System.Buffers;
using System.Globalization;
using System.Text;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Objects;

/// <summary><c>$util</c> (rest-execution §6.3). It has no state.</summary>
internal sealed class UtilObject : IVtlObject
{
    private static readonly SearchValues<char> UrlUnreserved = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-*_");

    private UtilObject()
    {
    }

    public static UtilObject Instance { get; } = new();

    public string? Text => null;

    public object? GetProperty(string name) => null;

    public bool TrySetProperty(string name, object? value) => false;

    public bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result)
    {
        result = null;
        if (arguments.Length != 1)
        {
            return false;
        }
        var argument = arguments[0];
        switch (method)
        {
            case "escapeJavaScript":
                result = EscapeJavaScript(JavaText.Of(argument));
                return true;
            case "parseJson" when argument is string text:
                result = ParseJson(text);
                return true;
            case "urlEncode" when argument is not null:
                result = UrlEncode(JavaText.Of(argument));
                return true;
            case "urlDecode" when argument is not null:
                result = UrlDecode(JavaText.Of(argument));
                return true;
            case "base64Encode" when argument is not null:
                result = Convert.ToBase64String(Encoding.UTF8.GetBytes(JavaText.Of(argument)));
                return true;
            case "base64Decode" when argument is not null:
                result = Base64Decode(JavaText.Of(argument));
                return true;
            default:
                return method is "parseJson" or "urlEncode" or "urlDecode" or "base64Encode" or "base64Decode";
        }
    }

    private static object? ParseJson(string text)
    {
        try
        {
            return JsonReading.Parse(text);
        }
        catch (InvalidJsonBodyException invalid)
        {
            // It is the template's text that is wrong here, not the request's body.
            throw new VtlRuntimeException($"$util.parseJson: {invalid.Detail}", invalid);
        }
    }

    /// <summary>
    /// As Commons Lang 2's <c>escapeJavaScript</c>: single quotes and slashes are escaped as well, which is why
    /// templates put the quotes back with <c>replaceAll("\\'", "'")</c>.
    /// </summary>
    private static string EscapeJavaScript(string text)
    {
        StringBuilder? escaped = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and <= '\u007f' and not '"' and not '\'' and not '\\' and not '/')
            {
                escaped?.Append(c);
                continue;
            }
            escaped ??= new StringBuilder(text.Length + 16).Append(text, 0, i);
            AppendEscape(escaped, c);
        }
        return escaped?.ToString() ?? text;
    }

    private static void AppendEscape(StringBuilder escaped, char c)
    {
        var simple = c switch
        {
            '"' or '\'' or '\\' or '/' => c,
            '\b' => 'b',
            '\n' => 'n',
            '\t' => 't',
            '\f' => 'f',
            '\r' => 'r',
            _ => '\0',
        };
        escaped.Append('\\');
        if (simple != '\0')
        {
            escaped.Append(simple);
        }
        else
        {
            escaped.Append('u').Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
    }

    // The form encoding of java.net.URLEncoder.
    private static string UrlEncode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(UrlUnreserved))
        {
            return text;
        }
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (UrlUnreserved.Contains((char)b))
            {
                encoded.Append((char)b);
            }
            else if (b == ' ')
            {
                encoded.Append('+');
            }
            else
            {
                encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }
        return encoded.ToString();
    }

    private static string UrlDecode(string text)
    {
        if (text.AsSpan().IndexOfAny('%', '+') < 0)
        {
            return text;
        }
        var source = Encoding.UTF8.GetBytes(text);
        var decoded = new byte[source.Length];
        var count = 0;
        for (var i = 0; i < source.Length; i++)
        {
            switch (source[i])
            {
                case (byte)'+':
                    decoded[count++] = (byte)' ';
                    break;
                case (byte)'%':
                    var isHex = i + 2 < source.Length && char.IsAsciiHexDigit((char)source[i + 1])
                        && char.IsAsciiHexDigit((char)source[i + 2]);
                    if (!isHex)
                    {
                        throw new VtlRuntimeException("$util.urlDecode: Illegal hex characters in escape (%) pattern");
                    }
                    decoded[count++] = Convert.FromHexString(Encoding.ASCII.GetString(source, i + 1, 2))[0];
                    i += 2;
                    break;
                default:
                    decoded[count++] = source[i];
                    break;
            }
        }
        return Encoding.UTF8.GetString(decoded, 0, count);
    }

    private static string Base64Decode(string text)
    {
        // Commons Codec's decoder, which the name and behaviour point to, skips what is not in the alphabet, takes the
        // URL-safe one as well and needs no padding.
        var clean = new StringBuilder(text.Length + 3);
        foreach (var c in text)
        {
            if (c == '=')
            {
                break;
            }
            if (char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_')
            {
                clean.Append(c switch { '-' => '+', '_' => '/', _ => c });
            }
        }
        if (clean.Length % 4 == 1)
        {
            clean.Length--;
        }
        clean.Append('=', (4 - (clean.Length % 4)) % 4);
        return Encoding.UTF8.GetString(Convert.FromBase64String(clean.ToString()));
    }
}
