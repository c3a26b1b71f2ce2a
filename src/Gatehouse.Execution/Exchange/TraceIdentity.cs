using System.Globalization;

namespace Gatehouse.Execution.Exchange;

/// <summary>The X-Ray trace header that the gateway makes or extends (sheet §1.4).</summary>
internal static class TraceIdentity
{
    public const string HeaderName = "X-Amzn-Trace-Id";

    private const int MaxClientHeaderLength = 1_024;

    /// <returns><c>Root=…</c> when the client sent no root, otherwise <c>Self=…;</c> before what it sent.</returns>
    public static string Extend(string? received, RequestIdentifiers ids, DateTimeOffset now)
    {
        var own = ids.NewTraceId(now);
        if (received is not { Length: > 0 and <= MaxClientHeaderLength })
        {
            return "Root=" + own;
        }

        var kept = WithoutSelf(received); // the Self of the hop before is not ours to hand on
        return kept.StartsWith("Root=", StringComparison.Ordinal) || kept.Contains(";Root=", StringComparison.Ordinal)
            ? string.Concat("Self=", own, ";", kept)
            : "Root=" + own;
    }

    /// <summary>What the client gets back: everything but <c>Self</c> (sheet §1.6).</summary>
    public static string WithoutSelf(string header)
    {
        while (header.StartsWith("Self=", StringComparison.Ordinal))
        {
            var end = header.IndexOf(';', StringComparison.Ordinal);
            header = end < 0 ? string.Empty : header[(end + 1)..].TrimStart();
        }

        for (var at = header.IndexOf(";Self=", StringComparison.Ordinal); at >= 0;
             at = header.IndexOf(";Self=", StringComparison.Ordinal))
        {
            var end = header.IndexOf(';', at + 1);
            header = end < 0 ? header[..at] : header.Remove(at, end - at);
        }

        return header;
    }

    /// <summary><c>1-{8 hex of the epoch second}-{24 hex}</c>.</summary>
    public static string Format(long epochSeconds, ReadOnlySpan<byte> random) => string.Create(
        CultureInfo.InvariantCulture, $"1-{(uint)epochSeconds:x8}-{Convert.ToHexStringLower(random)}");
}
