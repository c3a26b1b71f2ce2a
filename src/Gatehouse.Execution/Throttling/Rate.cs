using System.Globalization;
using Gatehouse.Model.UsagePlans;

namespace Gatehouse.Execution.Throttling;

/// <summary>A token bucket's two numbers, ready to apply.</summary>
/// <param name="PerSecond">Tokens that come back in a second; 0 for none.</param>
/// <param name="Burst">Tokens that the bucket holds; 0 lets nothing through.</param>
internal sealed record Rate(double PerSecond, int Burst)
{
    /// <returns><see langword="null"/> when there is no limit: -1 in either number (sheet §10.1).</returns>
    public static Rate? Of(double perSecond, int burst) => perSecond < 0 || burst < 0
        ? null
        : new Rate(Math.Min(perSecond, ThrottlingLimits.MaxRatePerSecond), burst);

    public static Rate? Of(RateLimits? limits) => limits is null ? null : Of(limits.RateLimit, limits.BurstLimit);

    /// <summary>As AWS's log prints it (sheet §10.1).</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Limit: {PerSecond:F2} Burst: {Burst}");
}
