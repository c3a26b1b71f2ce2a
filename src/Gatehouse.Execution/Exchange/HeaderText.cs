using System.Buffers;
using System.Text;

namespace Gatehouse.Execution.Exchange;

/// <summary>What may stand in a header line (RFC 9110 §5): the last guard before a name or value goes out.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> TokenChars =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // Anything below space but tab would end or corrupt the line; NUL and DEL are refused by every parser.
    private static readonly SearchValues<char> ForbiddenInValue = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000A\u000B\u000C\u000D\u000E\u000F\u0010\u0011\u0012"
        + "\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F");

    public static bool IsName(ReadOnlySpan<char> name) => !name.IsEmpty && name.IndexOfAnyExcept(TokenChars) < 0;

    public static bool IsValue(ReadOnlySpan<char> value) => value.IndexOfAny(ForbiddenInValue) < 0;

    public static bool IsSendable(ReadOnlySpan<char> name, ReadOnlySpan<char> value) => IsName(name) && IsValue(value);

    /// <summary>
    /// The text whose Latin-1 bytes are this text's UTF-8: header lines are written as Latin-1, so that what a backend
    /// sent passes byte for byte.
    /// </summary>
    public static string ForWire(string value) =>
        Ascii.IsValid(value) ? value : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value));
}
