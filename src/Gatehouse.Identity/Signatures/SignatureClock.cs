using System.Globalization;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Identity.Signatures;

/// <summary>
/// Is a signature of the right time? SDKs read the texts, correct their clock and try again (security §1.7).
/// </summary>
internal static class SignatureClock
{
    public static SigV4Fault? Check(SignatureCarrier carrier, TimeSpan skew, DateTimeOffset now)
    {
        if (carrier.Time - now > skew)
        {
            return SigV4Fault.Invalid(
                $"Signature not yet current: {carrier.Date} is still later than {AmzDate.Format(now + skew)} "
                + $"({AmzDate.Format(now)} + {Minutes(skew)} min.)");
        }

        // A presigned request names its own lifetime; without one it has the window of a header (unconfirmed).
        var lifetime = carrier.Lifetime ?? skew;
        return now - carrier.Time > lifetime
            ? SigV4Fault.Invalid(
                $"Signature expired: {carrier.Date} is now earlier than {AmzDate.Format(now - lifetime)} "
                + $"({AmzDate.Format(now)} - {Minutes(lifetime)} min.)")
            : null;
    }

    private static string Minutes(TimeSpan span) => span.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture);
}
