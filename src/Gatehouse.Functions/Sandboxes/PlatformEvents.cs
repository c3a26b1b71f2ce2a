using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>
/// The lines that Lambda itself writes, as JSON (deployment-and-tools §6.6, point 9): the same events as its telemetry, by
/// the levels of the developer guide, "System log level event mapping".
/// </summary>
internal static class PlatformEvents
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string InitStart(DateTimeOffset now, string initializationType, string runtime) =>
        Write(now, "platform.initStart", json =>
        {
            json.WriteString("initializationType", initializationType);
            json.WriteString("phase", "init");
            json.WriteString("runtimeVersion", runtime);
        });

    public static string Start(DateTimeOffset now, string requestId, string version) =>
        Write(now, "platform.start", json =>
        {
            json.WriteString("requestId", requestId);
            json.WriteString("version", version);
        });

    public static string RuntimeDone(DateTimeOffset now, string requestId, TimeSpan duration, string status, string? errorType) =>
        Write(now, "platform.runtimeDone", json =>
        {
            json.WriteString("requestId", requestId);
            WriteStatus(json, status, errorType);
            json.WriteStartObject("metrics");
            json.WriteNumber("durationMs", Milliseconds(duration));
            json.WriteEndObject();
        });

    public static string Report(
        DateTimeOffset now, string requestId, TimeSpan duration, int memoryMiB, int usedMiB, TimeSpan? init, string status,
        string? errorType) =>
        Write(now, "platform.report", json =>
        {
            json.WriteString("requestId", requestId);
            json.WriteStartObject("metrics");
            json.WriteNumber("durationMs", Milliseconds(duration));
            json.WriteNumber("billedDurationMs", Math.Ceiling(duration.TotalMilliseconds));
            json.WriteNumber("memorySizeMB", memoryMiB);
            json.WriteNumber("maxMemoryUsedMB", usedMiB);
            if (init is { } time)
            {
                json.WriteNumber("initDurationMs", Milliseconds(time));
            }

            json.WriteEndObject();
            WriteStatus(json, status, errorType);
        });

    private static void WriteStatus(Utf8JsonWriter json, string status, string? errorType)
    {
        json.WriteString("status", status);
        if (errorType is not null)
        {
            json.WriteString("errorType", errorType);
        }
    }

    private static double Milliseconds(TimeSpan span) => Math.Round(span.TotalMilliseconds, 3);

    private static string Write(DateTimeOffset now, string type, Action<Utf8JsonWriter> record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("time", now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("type", type);
        json.WriteStartObject("record");
        record(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
