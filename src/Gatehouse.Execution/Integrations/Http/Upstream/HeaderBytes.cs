using System.Buffers;
using System.Text;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Which bytes may stand where in a message head (RFC 9110 §5.1, §5.5, §5.6.2), in both directions.</summary>
internal static class HeaderBytes
{
    private const string TokenText =
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly string ControlText = MakeControlText();

    public static readonly SearchValues<byte> Token = SearchValues.Create(Encoding.ASCII.GetBytes(TokenText));

    public static readonly SearchValues<char> TokenChars = SearchValues.Create(TokenText);

    /// <summary>Never part of a field value: every control byte but the tab.</summary>
    public static readonly SearchValues<byte> Control = SearchValues.Create(Encoding.ASCII.GetBytes(ControlText));

    public static readonly SearchValues<char> ControlChars = SearchValues.Create(ControlText);

    /// <summary>What an origin-form target may consist of here: visible ASCII without the fragment mark.</summary>
    public static readonly SearchValues<char> TargetChars = SearchValues.Create(MakeTargetText());

    public static bool IsToken(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.ContainsAnyExcept(Token);

    public static bool IsToken(ReadOnlySpan<char> name) => !name.IsEmpty && !name.ContainsAnyExcept(TokenChars);

    private static string MakeControlText()
    {
        var text = new StringBuilder();
        for (var code = 0; code <= 127; code++)
        {
            if ((code < ' ' && code != '\t') || code == 127)
            {
                text.Append((char)code);
            }
        }

        return text.ToString();
    }

    private static string MakeTargetText()
    {
        var text = new StringBuilder();
        for (var code = '!'; code < 127; code++)
        {
            if (code != '#')
            {
                text.Append(code);
            }
        }

        return text.ToString();
    }
}
