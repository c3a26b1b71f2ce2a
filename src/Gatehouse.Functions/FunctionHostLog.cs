using Microsoft.Extensions.Logging;

namespace Gatehouse.Functions;

internal static partial class FunctionHostLog
{
    [LoggerMessage(5101, LogLevel.Debug, "Started process {Pid} for {Function} in {Milliseconds} ms")]
    public static partial void SandboxStarted(this ILogger logger, string function, int pid, double milliseconds);

    [LoggerMessage(5102, LogLevel.Warning, "A process of {Function} did not start: {Reason}")]
    public static partial void SandboxFailed(this ILogger logger, string function, string reason);

    [LoggerMessage(5103, LogLevel.Debug, "Process {Pid} of {Function} ended: {Reason}")]
    public static partial void SandboxEnded(this ILogger logger, string function, int pid, string reason);

    [LoggerMessage(5104, LogLevel.Error, "Starting a process of {Function} failed in an unforeseen way")]
    public static partial void StartCrashed(this ILogger logger, string function, Exception exception);

    [LoggerMessage(5105, LogLevel.Warning,
        "The process that cleans up after a killed server has ended; it is started again")]
    public static partial void WardenLost(this ILogger logger);

    [LoggerMessage(5106, LogLevel.Debug, "Process {Pid} of {Function} was killed but has not ended")]
    public static partial void SandboxLingers(this ILogger logger, string function, int pid);

    [LoggerMessage(5107, LogLevel.Debug, "The leftover folder {Folder} could not be deleted")]
    public static partial void LeftoverKept(this ILogger logger, string folder, Exception exception);

    [LoggerMessage(5108, LogLevel.Information, "Unpacked the package {Package} ({Entries} entries, {Bytes} bytes)")]
    public static partial void PackageUnpacked(this ILogger logger, string package, int entries, long bytes);

    [LoggerMessage(5110, LogLevel.Information,
        "Memory and processes of functions are limited by cgroup v2 below {Folder}; they run as the server's user")]
    public static partial void LimitsByGroups(this ILogger logger, string folder);

    [LoggerMessage(5111, LogLevel.Information,
        "Memory of functions is watched ten times a second, their processes are not counted, and they run as the server's "
        + "user: this machine has no cgroup v2 tree that the server may write (systemd: Delegate=yes)")]
    public static partial void LimitsByWatching(this ILogger logger);

    [LoggerMessage(5112, LogLevel.Warning,
        "Memory and processes of functions are not limited: this machine has neither cgroup v2 nor /proc")]
    public static partial void NoLimits(this ILogger logger);

    [LoggerMessage(5113, LogLevel.Warning, "Process {Pid} of {Function} is ended: it holds {Held} MiB of its {Limit} MiB")]
    public static partial void OutOfMemory(this ILogger logger, string function, int pid, long held, int limit);

    [LoggerMessage(5109, LogLevel.Error, "The function host's own care-taking failed")]
    public static partial void ReaperFailed(this ILogger logger, Exception exception);
}
