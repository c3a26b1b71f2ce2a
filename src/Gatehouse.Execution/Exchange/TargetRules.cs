using System.Buffers;
using System.Text.Unicode;

namespace Gatehouse.Execution.Exchange;

/// <summary>
/// Which request targets are read at all (sheet §1.3; security sheet §11.9). What two readers could understand
/// differently is refused here, before a route, a policy or a backend sees it.
/// </summary>
internal static class TargetRules
{
    private const int StackBytes = 512;

    private static readonly SearchValues<char> QueryReserved = SearchValues.Create("|{}");

    // A fragment never travels, and bytes outside visible ASCII must be encoded (RFC 3986 §2).
    private static readonly SearchValues<char> Visible = SearchValues.Create(
        "!\"$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <returns>Why the target is refused, or <see langword="null"/>.</returns>
    public static string? Refusal(ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        if (path.ContainsAnyExcept(Visible) || query.ContainsAnyExcept(Visible))
        {
            return "The request target holds a character that must be percent-encoded";
        }

        if (query.ContainsAny(QueryReserved))
        {
            return "The query holds a raw '|', '{' or '}'";
        }

        return RefusalOfEscapes(query, isPath: false) ?? RefusalOfPath(path);
    }

    /// <summary>
    /// A segment that a backend would resolve: <c>.</c> or <c>..</c>, also encoded, also before a matrix parameter
    /// (<c>..;x</c>), also between encoded slashes or backslashes.
    /// </summary>
    /// <remarks>
    /// Differs from AWS: such paths are refused, because a path that means one resource to the router and another one to
    /// the backend opens what the API's author closed (security sheet §11.9).
    /// </remarks>
    public static bool HasDotSegment(ReadOnlySpan<char> path)
    {
        if (path.IndexOf('%') < 0)
        {
            return HasDotSegmentDecoded(path);
        }

        var decoded = PercentEncoding.Decode(path, isPlusSpace: false);
        return HasDotSegmentDecoded(decoded);
    }

    private static string? RefusalOfPath(ReadOnlySpan<char> path) =>
        RefusalOfEscapes(path, isPath: true)
        ?? (HasDotSegment(path) ? "The path holds a dot segment" : null);

    private static bool HasDotSegmentDecoded(ReadOnlySpan<char> path)
    {
        // Nearly every path has no dot at all.
        if (path.IndexOf('.') < 0)
        {
            return false;
        }

        while (true)
        {
            var end = path.IndexOfAny('/', '\\');
            var segment = end < 0 ? path : path[..end];
            var semicolon = segment.IndexOf(';');
            if ((semicolon < 0 ? segment : segment[..semicolon]) is "." or "..")
            {
                return true;
            }

            if (end < 0)
            {
                return false;
            }

            path = path[(end + 1)..];
        }
    }

    private static string? RefusalOfEscapes(ReadOnlySpan<char> text, bool isPath)
    {
        if (text.IndexOf('%') < 0)
        {
            return null;
        }

        if (!PercentEncoding.IsWellFormed(text))
        {
            return "A percent sign is not followed by two hex digits";
        }

        byte[]? rented = null;
        var bytes = text.Length <= StackBytes
            ? stackalloc byte[StackBytes]
            : rented = ArrayPool<byte>.Shared.Rent(text.Length);
        var count = PercentEncoding.DecodeAscii(text, bytes);
        var refusal = !Utf8.IsValid(bytes[..count]) ? "The percent-encoded bytes are not UTF-8"
            : isPath && HasControl(bytes[..count]) ? "The path holds an encoded control character"
            : null;
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return refusal;
    }

    private static bool HasControl(ReadOnlySpan<byte> bytes) =>
        bytes.ContainsAnyInRange((byte)0, (byte)0x1F) || bytes.Contains((byte)0x7F);
}
