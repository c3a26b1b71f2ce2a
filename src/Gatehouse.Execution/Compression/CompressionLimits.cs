using System.IO.Compression;

namespace Gatehouse.Execution.Compression;

/// <summary>Bounds of the compression of answers.</summary>
internal static class CompressionLimits
{
    /// <summary>The fastest level: an answer has 10 MiB at most, and this level packs that in well under a
    /// second.</summary>
    public const CompressionLevel Level = CompressionLevel.Fastest;

    /// <value>
    /// Bytes of a body that are packed at once on the thread which serves connections; larger ones go to the thread
    /// pool. Ours: about a quarter of a millisecond.
    /// </value>
    public const int InlineBytes = 64 * 1024;
}
