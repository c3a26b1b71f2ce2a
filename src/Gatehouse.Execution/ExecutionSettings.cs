namespace Gatehouse.Execution;

/// <summary>The limits of a call that an operator may raise (sheet §15). The defaults are AWS's.</summary>
public sealed record ExecutionSettings
{
    /// <summary>AWS's own numbers.</summary>
    public static ExecutionSettings Default { get; } = new();

    /// <value>Bytes of a request body, decoded, and of any response that must be held whole. Default 10,485,760.</value>
    public int PayloadBytes { get; init; } = ExecutionLimits.BodyBytes;

    /// <value>Bytes of names, values and line ends of the request's headers. Default 20,480.</value>
    public int HeaderBlockBytes { get; init; } = ExecutionLimits.HeaderBlockBytes;

    /// <value>Characters of path and query on EDGE and PRIVATE APIs. Default 8,192.</value>
    public int EdgeUrlLength { get; init; } = ExecutionLimits.EdgeUrlLength;

    /// <value>Characters of path and query on REGIONAL APIs. Default 10,240.</value>
    public int RegionalUrlLength { get; init; } = ExecutionLimits.RegionalUrlLength;

    /// <value>Bytes of the request line and the values of the headers on HTTP APIs (http-api §6.7). Default 10,240.</value>
    public int HttpApiHeadBytes { get; init; } = Http.HttpApiLimits.HeadBytes;
}
