namespace Gatehouse.Server.Listeners;

/// <summary>Bounds of what a client may send and how long it may take.</summary>
internal static class ListenerLimits
{
    /// <value>Bytes. Twice API Gateway's 20,480 for the header block, so that the data plane, not Kestrel, answers AWS's 431.</value>
    public const int HeaderBytes = 40_960;

    /// <value>Headers. Source: nginx and Kestrel default to about a hundred; AWS bounds bytes only.</value>
    public const int HeaderCount = 200;

    /// <value>Bytes of method, target and version. REGIONAL URLs may have 10,240 characters (rest-execution §15).</value>
    public const int RequestLineBytes = 16_384;

    /// <value>Source: rest-execution §1.1, the idle client connection timeout of 310 s.</value>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(310);

    /// <value>A client that takes longer to send its head is cut off (Kestrel's and nginx's order of magnitude).</value>
    public static readonly TimeSpan RequestHead = TimeSpan.FromSeconds(30);

    /// <value>Bytes: the largest body any plane takes (a 50 MB zip in Base64 within JSON); the planes set their own below it.</value>
    public const long BodyBytes = 75_000_000;

    /// <summary>Longest time that a stop waits for requests in flight: the longest integration timeout and a little.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);
}
