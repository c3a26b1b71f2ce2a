namespace Gatehouse.Execution.Throttling;

/// <summary>Bounds of throttling. Ours unless said otherwise.</summary>
internal static class ThrottlingLimits
{
    /// <value>Requests per second above which one node's bucket cannot tell a rate from none.</value>
    public const double MaxRatePerSecond = 10_000_000;

    /// <value>Counters written in one commit.</value>
    public const int CountsPerBatch = 500;

    /// <value>Days of usage that quotas look back on: the longest period and a margin.</value>
    public const int HistoryDays = 40;

    /// <value>Between two writings of counters: what a crash can lose.</value>
    public static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(1);
}
