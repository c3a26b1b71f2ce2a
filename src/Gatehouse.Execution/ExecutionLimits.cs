namespace Gatehouse.Execution;

/// <summary>
/// Bounds of one call. Source unless said otherwise: sheet §15 (the guide's quotas for running a REST API).
/// </summary>
internal static class ExecutionLimits
{
    /// <value>Bytes of a request body, and of any response that must be held whole.</value>
    public const int BodyBytes = 10 * 1024 * 1024;

    /// <value>Bytes of names, values and line ends of the request's headers.</value>
    public const int HeaderBlockBytes = 20_480;

    /// <value>Bytes that a header line has beside its name and value: colon, space, CR, LF.</value>
    public const int HeaderLineOverhead = 4;

    /// <value>Bytes of the ARN of a method that is called with authorization or under a resource policy.</value>
    public const int MethodArnBytes = 1_600;

    /// <value>Characters of path and query on EDGE and PRIVATE APIs.</value>
    public const int EdgeUrlLength = 8_192;

    /// <value>Characters of path and query on REGIONAL APIs.</value>
    public const int RegionalUrlLength = 10_240;

    /// <value>Bytes of a STREAM response that go out as fast as they come. Source: sheet §5.14.</value>
    public const long StreamBurstBytes = 10 * 1024 * 1024;

    /// <value>Bytes that follow each second. Source: sheet §5.14.</value>
    public const long StreamBytesPerSecond = 2 * 1024 * 1024;

    /// <value>Bytes of a body of unknown length that are held to give it a Content-Length. Ours: one write of
    /// Kestrel's.</value>
    public const int HeldBodyBytes = 64 * 1024;

    /// <value>Nested objects or arrays that the lenient reader of MOCK status documents follows. Ours.</value>
    public const int LenientDepth = 32;
}
