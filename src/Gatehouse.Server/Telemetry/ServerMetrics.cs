using System.Diagnostics;
using System.Globalization;
using Gatehouse.Model.Logs;
using Gatehouse.Model.Observations;

namespace Gatehouse.Server.Telemetry;

/// <summary>All that the metrics page shows: the requests, what was lost of the logs, and the process.</summary>
internal sealed class ServerMetrics(IStageMetrics requests, ILogWriter logs, TerminalSink terminal)
{
    /// <summary>What was counted of WebSocket APIs; <see langword="null"/> shows none.</summary>
    public IWebSocketMetrics? WebSockets { get; init; }

    private const string OpenFiles = "/proc/self/fd";

    /// <summary>May read files: not for a thread that polls sockets.</summary>
    public string Write()
    {
        var text = new PrometheusText();
        var series = requests.Read();
        text.Requests([.. series.Where(static one => one.Resource is null)], "gatehouse_", "stage");
        text.Requests([.. series.Where(static one => one.Resource is not null)], "gatehouse_method_", "method");
        if (WebSockets is { } sockets)
        {
            text.Gauge("gatehouse_websocket_connections", "Open WebSocket connections.", sockets.OpenConnections);
            text.WebSockets(sockets.Read());
        }

        text.Counter(
            "gatehouse_log_events_dropped_total", "Log events that were dropped: written faster than stored.",
            logs.DroppedEntries);
        text.Counter(
            "gatehouse_terminal_lines_dropped_total", "Lines that the terminal was too slow for.",
            terminal.DroppedLines);
        WriteProcess(text);
        return text.ToString();
    }

    private static void WriteProcess(PrometheusText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Counter(
            "process_cpu_seconds_total", "User and system time of the process.",
            Environment.CpuUsage.TotalTime.TotalSeconds);
        text.Gauge("process_resident_memory_bytes", "Memory that the process holds.", Environment.WorkingSet);
        text.Gauge(
            "process_start_time_seconds", "When the process began, in seconds since 1970.",
            new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1_000.0);
        text.Gauge("process_threads", "Threads of the process.", process.Threads.Count);
        if (Directory.Exists(OpenFiles))
        {
            text.Gauge("process_open_fds", "Open file descriptors.", Directory.GetFileSystemEntries(OpenFiles).Length);
        }

        text.Gauge("dotnet_gc_heap_bytes", "Bytes of the managed heap.", GC.GetTotalMemory(forceFullCollection: false));
        text.Counter("dotnet_gc_allocated_bytes_total", "Bytes allocated so far.", GC.GetTotalAllocatedBytes());
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            text.Counter(
                string.Create(CultureInfo.InvariantCulture, $"dotnet_gc_gen{generation}_collections_total"),
                "Collections of this generation and younger ones.", GC.CollectionCount(generation));
        }

        text.Gauge("dotnet_threadpool_threads", "Threads of the pool.", ThreadPool.ThreadCount);
        text.Gauge("dotnet_threadpool_queue_length", "Work that waits for a thread.", ThreadPool.PendingWorkItemCount);
    }
}
