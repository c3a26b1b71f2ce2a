using System.Globalization;

namespace Gatehouse.Execution.Rest;

/// <summary>The X-Ray trace header that the gateway makes or extends (sheet §1.4).</summary>
internal static class TraceIdentity
{
    public const string HeaderName = "X-Amzn-Trace-Id";

    private const int MaxClientHeaderLength = 1_024;

    /// <returns><c>Root=…</c> when the client sent no root, otherwise <c>Self=…;</c> before what it sent.</returns>
    public static string Extend(string? received, RequestIdentifiers ids, DateTimeOffset now)
    {
        var own = ids.NewTraceId(now);
        return received is { Length: > 0 and <= MaxClientHeaderLength }
            && received.Contains("Root=", StringComparison.Ordinal)
                ? string.Concat("Self=", own, ";", received)
                : "Root=" + own;
    }

    /// <summary>What the client gets back: everything but <c>Self</c> (sheet §1.6).</summary>
    public static string WithoutSelf(string header)
    {
        if (!header.StartsWith("Self=", StringComparison.Ordinal))
        {
            return header;
        }

        var end = header.IndexOf(';', StringComparison.Ordinal);
        return end < 0 ? header : header[(end + 1)..];
    }

    /// <summary><c>1-{8 hex of the epoch second}-{24 hex}</c>.</summary>
    public static string Format(long epochSeconds, ReadOnlySpan<byte> random) => string.Create(
        CultureInfo.InvariantCulture, $"1-{(uint)epochSeconds:x8}-{Convert.ToHexStringLower(random)}");
}
