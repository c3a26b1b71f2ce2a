using System.Globalization;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>The lines that Lambda itself writes into a function's log (deployment-and-tools §6.6, point 9).</summary>
internal static class PlatformLines
{
    public static string InitStart(string runtime) => $"INIT_START Runtime Version: {runtime}";

    public static string Start(string requestId, string version) => $"START RequestId: {requestId} Version: {version}";

    public static string End(string requestId) => $"END RequestId: {requestId}";

    /// <param name="requestId">The invocation.</param>
    /// <param name="duration">Of the handler.</param>
    /// <param name="memoryMiB">As configured.</param>
    /// <param name="usedMiB">The most that was resident.</param>
    /// <param name="init">Only at a process's first invocation.</param>
    /// <param name="status">Only when it did not succeed: <c>timeout</c> or <c>error</c>, with its type.</param>
    public static string Report(
        string requestId, TimeSpan duration, int memoryMiB, int usedMiB, TimeSpan? init, string? status)
    {
        var initPart = init is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"Init Duration: {time.TotalMilliseconds:F2} ms\t")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"REPORT RequestId: {requestId}\tDuration: {duration.TotalMilliseconds:F2} ms\tBilled Duration: "
            + $"{Math.Ceiling(duration.TotalMilliseconds):F0} ms\tMemory Size: {memoryMiB} MB\tMax Memory Used: "
            + $"{usedMiB} MB\t{initPart}{(status is null ? "" : $"Status: {status}\t")}");
    }

    public static string TimedOut(DateTimeOffset now, string requestId, TimeSpan limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{now:yyyy-MM-ddTHH:mm:ss.fffZ} {requestId} Task timed out after {limit.TotalSeconds:F2} seconds");

    public static string Exited(string requestId, string message) => $"RequestId: {requestId} Error: {message}";
}
