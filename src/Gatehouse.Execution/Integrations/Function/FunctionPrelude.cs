using System.Buffers;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// Finds the metadata before a streamed answer: JSON, then eight NULs, all within 16 KiB (sheet §5.14).
/// </summary>
internal static class FunctionPrelude
{
    private static ReadOnlySpan<byte> Delimiter => [0, 0, 0, 0, 0, 0, 0, 0];

    public static int DelimiterBytes => Delimiter.Length;

    /// <returns>Where the metadata ends, or -1.</returns>
    public static int Find(ReadOnlySpan<byte> bytes) =>
        bytes[..Math.Min(bytes.Length, FunctionProxyLimits.PreludeBytes)].IndexOf(Delimiter);

    /// <summary>The beginning of what has arrived, in one piece and not longer than the metadata may be.</summary>
    public static ReadOnlySpan<byte> Window(in ReadOnlySequence<byte> arrived)
    {
        var window = arrived.Slice(0, Math.Min(arrived.Length, FunctionProxyLimits.PreludeBytes));
        return window.IsSingleSegment ? window.FirstSpan : window.ToArray();
    }

    /// <returns><see langword="true"/> when no more bytes can make it a prelude.</returns>
    public static bool IsHopeless(ReadOnlySpan<byte> window) =>
        window.Length >= FunctionProxyLimits.PreludeBytes
        || (window.IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var first && window[first] != (byte)'{');
}
