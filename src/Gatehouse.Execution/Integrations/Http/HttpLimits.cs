namespace Gatehouse.Execution.Integrations.Http;

/// <summary>Bounds of the HTTP integrations.</summary>
internal static class HttpLimits
{
    /// <summary>Longest time that a passed-through body may flow. Source: sheet §5.14, total of a stream.</summary>
    public static readonly TimeSpan StreamTotal = TimeSpan.FromMinutes(15);

    /// <summary>Longest silence in a STREAM response, REGIONAL and PRIVATE (sheet §5.14).</summary>
    public static readonly TimeSpan StreamIdle = TimeSpan.FromMinutes(5);

    /// <summary>Longest silence in a STREAM response, EDGE (sheet §5.14).</summary>
    public static readonly TimeSpan EdgeStreamIdle = TimeSpan.FromSeconds(30);
}
