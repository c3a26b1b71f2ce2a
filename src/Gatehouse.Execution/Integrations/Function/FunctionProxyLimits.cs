namespace Gatehouse.Execution.Integrations.Function;

/// <summary>Bounds of the function integrations. Source unless said otherwise: sheet §5.14.</summary>
internal static class FunctionProxyLimits
{
    /// <value>Bytes of a streamed answer's metadata with the eight NULs behind it.</value>
    public const int PreludeBytes = 16 * 1024;

    /// <value>Asynchronous events (<c>X-Amz-Invocation-Type: Event</c>) of one node in flight at once. Ours.</value>
    public const int EventsInFlight = 1_000;

    /// <value>Bytes of an asynchronous event (1 MB). Source: deployment-and-tools §6.1.</value>
    public const int EventBytes = 1_048_576;

    /// <summary>Longest silence of a streamed answer, REGIONAL and PRIVATE.</summary>
    public static readonly TimeSpan StreamIdle = TimeSpan.FromMinutes(5);

    /// <summary>Longest silence of a streamed answer, EDGE.</summary>
    public static readonly TimeSpan EdgeStreamIdle = TimeSpan.FromSeconds(30);
}
