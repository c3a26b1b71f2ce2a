using System.Diagnostics;

namespace Gatehouse.Execution.WebSockets.Connections;

/// <summary>
/// Ids as WebSocket APIs write them: Base64 with <c>-</c> and <c>_</c>, and still with its <c>=</c> (websocket-api §3.9).
/// </summary>
internal static class Base64Url
{
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var length = (bytes.Length + 2) / 3 * 4;
        Span<char> text = stackalloc char[length];
        var isWritten = Convert.TryToBase64Chars(bytes, text, out var written);
        Debug.Assert(isWritten && written == length, "there is room for all characters");
        text.Replace('+', '-');
        text.Replace('/', '_');
        return new string(text);
    }

    /// <returns><see langword="false"/> when it is no such text, or one that <see cref="Write"/> would write otherwise.</returns>
    public static bool TryRead(string text, Span<byte> bytes)
    {
        Span<char> plain = stackalloc char[text.Length];
        text.CopyTo(plain);
        if (plain.ContainsAny('+', '/'))
        {
            return false;
        }

        plain.Replace('-', '+');
        plain.Replace('_', '/');
        // A second spelling of one id would be a second address of one connection.
        return Convert.TryFromBase64Chars(plain, bytes, out var written) && written == bytes.Length
            && Write(bytes).Equals(text, StringComparison.Ordinal);
    }
}
