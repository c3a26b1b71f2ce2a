using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// The second plan of a stage and the share of calls that it serves (sheet §11). Every call draws for itself: there is
/// no stickiness, as on AWS.
/// </summary>
internal sealed class CanarySplit
{
    private readonly ulong _share;

    /// <param name="plan">Compiled from the canary's deployment.</param>
    /// <param name="percent">0.0 to 100.0.</param>
    public CanarySplit(StagePlan plan, double percent)
    {
        Plan = plan;
        // A draw is one of 2^32: below the share it takes the canary. Exact at both ends: 0 never, 100 always.
        _share = (ulong)Math.Round(Math.Clamp(percent, 0, 100) / 100 * (1UL << 32));
    }

    public StagePlan Plan { get; }

    public bool Takes(uint draw) => draw < _share;
}
