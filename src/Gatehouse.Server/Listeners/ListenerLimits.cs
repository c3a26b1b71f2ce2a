using Gatehouse.Server.Composition;

namespace Gatehouse.Server.Listeners;

/// <summary>Bounds of what a client may send and how long it may take.</summary>
internal static class ListenerLimits
{
    /// <value>Bytes. Twice API Gateway's 20,480 for the header block, so that the data plane, not Kestrel, answers AWS's 431.</value>
    public const int HeaderBytes = 40_960;

    /// <value>Header lines. AWS bounds bytes only; ours, because equal names cost the square of their number.</value>
    public const int HeaderCount = 1_000;

    /// <value>Bytes of method, target and version. REGIONAL URLs may have 10,240 characters (rest-execution §15).</value>
    public const int RequestLineBytes = 16_384;

    /// <value>Bytes of a request line beside path and query, and what lets the data plane answer AWS's 414.</value>
    public const int RequestLineSpare = 4_096;

    /// <value>Bytes that are read ahead of the application: Kestrel's default.</value>
    public const int BufferBytes = 1_048_576;

    /// <value>Source: rest-execution §1.1, the idle client connection timeout of 310 s.</value>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(310);

    /// <value>A client that takes longer to send its head is cut off (Kestrel's and nginx's order of magnitude).</value>
    public static readonly TimeSpan RequestHead = TimeSpan.FromSeconds(30);

    /// <value>A client that takes longer for its TLS handshake is cut off (Kestrel's default).</value>
    public static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);

    /// <value>Bytes: the largest body any plane takes (a 50 MB zip in Base64 within JSON); the planes set their own below it.</value>
    public const long BodyBytes = 75_000_000;

    /// <summary>Longest time that a stop waits for requests in flight: the longest integration timeout and a little.</summary>
    public static TimeSpan Drain(OperatorLimits limits) =>
        TimeSpan.FromMilliseconds(limits.IntegrationTimeoutMillis) + TimeSpan.FromSeconds(1);
}
