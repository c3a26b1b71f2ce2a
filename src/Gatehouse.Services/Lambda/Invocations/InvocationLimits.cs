namespace Gatehouse.Services.Lambda.Invocations;

/// <summary>Bounds of invocations. Source: deployment-and-tools §6.1.</summary>
internal static class InvocationLimits
{
    /// <value>Bytes of an asynchronous event (1 MB).</value>
    public const int EventBytes = 1_048_576;

    /// <value>Characters of the Base64 client context.</value>
    public const int ClientContextLength = 3_583;

    public const int JsonDepth = 512;

    /// <value>Bytes of one PayloadChunk. Ours: no message gets long.</value>
    public const int ChunkBytes = 64 * 1024;

    /// <summary>Events that wait to be run; AWS keeps far more, but not in one process's memory.</summary>
    public const int WaitingEvents = 10_000;

    /// <value>Bytes of events that wait to be run (64 MiB): events may be a mebibyte each.</value>
    public const long WaitingBytes = 64L * 1024 * 1024;

    /// <summary>Events that run at once.</summary>
    public const int ConcurrentEvents = 16;
}
