namespace Gatehouse.Functions.Events;

/// <summary>
/// Bounds of asynchronous invocations. Source: deployment-and-tools §6.1; what has no other source is ours.
/// </summary>
internal static class EventLimits
{
    /// <summary>Events that wait to be run or run again; AWS keeps far more, but not in one process's memory.</summary>
    public const int Waiting = 10_000;

    /// <value>Bytes of events that wait (64 MiB): events may be a mebibyte each.</value>
    public const long WaitingBytes = 64L * 1024 * 1024;

    /// <summary>Events that run at once.</summary>
    public const int Running = 16;

    /// <summary>After the first error of the function, and after each further one.</summary>
    public static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan LaterRetry = TimeSpan.FromMinutes(2);

    /// <summary>After the first time that it could not be run; doubled each time, up to the longest.</summary>
    public static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);
}
