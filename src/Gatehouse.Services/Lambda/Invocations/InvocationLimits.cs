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
}
