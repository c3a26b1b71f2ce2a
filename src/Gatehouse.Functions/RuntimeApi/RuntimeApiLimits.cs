using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.RuntimeApi;

/// <summary>Bounds of what a sandbox may send to its Runtime API. What has no other source is ours.</summary>
internal static class RuntimeApiLimits
{
    /// <value>Bytes of an answer. Source: deployment-and-tools §6.3.</value>
    public const int PayloadBytes = FunctionLimits.PayloadBytes;

    /// <value>Bytes of a request head: the X-Ray error cause alone may have 1 MiB (§6.3), the rest gets 64 KiB.</value>
    public const int HeadBytes = (1 << 20) + (64 << 10);

    public const int HeaderCount = 100;

    /// <value>Bytes of an oversized body that are read and dropped so that its sender can read the 413.</value>
    public const long DrainBytes = 64L << 20;

    /// <value>Bytes of one chunk-size line with its extensions (RFC 9112 §7.1.1 asks for a bound).</value>
    public const int ChunkLineBytes = 1024;

    /// <value>Bytes of a streamed answer that wait for their reader before the function has to.</value>
    public const int StreamPauseBytes = 256 << 10;

    /// <value>Bytes of a streamed answer that there is at least room for in one receive.</value>
    public const int StreamReceiveBytes = 4 << 10;

    /// <value>Connections of one sandbox at once; clients use one, shells with curl two or three.</value>
    public const int Connections = 64;

    /// <value>Bytes the receive buffer starts with and returns to.</value>
    public const int BufferBytes = 4096;

    /// <summary>Between a failed accept and the next try.</summary>
    public static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(50);
}
