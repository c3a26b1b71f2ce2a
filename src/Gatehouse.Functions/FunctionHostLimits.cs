namespace Gatehouse.Functions;

/// <summary>Bounds of the function host. What has no other source is ours.</summary>
internal static class FunctionHostLimits
{
    /// <value>
    /// Bytes of one log line; a longer one is cut into several. Source: CloudWatch Logs quotas, event size.
    /// </value>
    public const int LogLineBytes = 256 << 10;

    /// <value>File descriptors of a function. Source: deployment-and-tools §6.5, concurrency numbers.</value>
    public const int FileDescriptors = 1024;

    /// <value>Processes and threads of a sandbox. Source: Lambda developer guide, "Lambda quotas".</value>
    public const int Processes = 1024;

    /// <value>Percent of a function's memory that Node.js may fill with its old generation, as on Lambda.</value>
    public const int NodeHeapPercent = 90;

    /// <summary>
    /// Before the end of a role's session its process takes no more calls: the longest call is over by then.
    /// </summary>
    public static readonly TimeSpan SessionLead = TimeSpan.FromMinutes(20);

    /// <summary>Between two looks at the memory of processes that work, where the kernel does not keep the limit.</summary>
    public static readonly TimeSpan MemoryInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// A runtime that has answered asks for work again within microseconds; only after this a process is added.
    /// </summary>
    public static readonly TimeSpan ReturnPatience = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Longest wait for what a function printed before it answered. It is in the pipe already, so this is only met on a
    /// machine under great load, or once by a process that sends its output elsewhere: that one is not believed again.
    /// </summary>
    public static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(1);

    /// <summary>For runtimes that do not say how much they printed, when the caller wants the log's tail.</summary>
    public static readonly TimeSpan ForeignLogPatience = TimeSpan.FromMilliseconds(10);

    /// <summary>Longest wait for the last words of a process that has ended.</summary>
    public static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for a killed process to be gone.</summary>
    public static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(2);

    /// <summary>A process whose answer broke off is most likely ending by itself; after this it is ended.</summary>
    public static readonly TimeSpan BreakPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>After a process that was to be kept warm has failed to start, until the next is tried.</summary>
    public static readonly TimeSpan WarmPause = TimeSpan.FromSeconds(30);

    /// <summary>Between two looks at idle processes and memory.</summary>
    public static readonly TimeSpan ReaperInterval = TimeSpan.FromSeconds(1);

    /// <summary>Longest answer of <c>node --version</c> and the like; version managers' shims are slow.</summary>
    public static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(10);
}
