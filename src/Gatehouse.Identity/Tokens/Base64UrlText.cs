using System.Buffers;
using System.Buffers.Text;

namespace Gatehouse.Identity.Tokens;

/// <summary>
/// Base64url as RFC 7515 §2 wants it: no padding, no white space, and the unused bits of the last character zero, so
/// that a token has one spelling only (security §11.11).
/// </summary>
internal static class Base64UrlText
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    /// <returns>The bytes, or <see langword="null"/> when the text is not canonical.</returns>
    public static byte[]? TryDecode(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept(Allowed) || !IsCanonicalEnd(text))
        {
            return null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.TryDecodeFromChars(text, bytes, out var written)
            ? written == bytes.Length ? bytes : bytes[..written]
            : null;
    }

    private static bool IsCanonicalEnd(ReadOnlySpan<char> text) => (text.Length % 4) switch
    {
        0 => true,
        2 => (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & 0b1111) == 0,
        3 => (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & 0b11) == 0,
        _ => false,
    };
}
