using System.Text.Json;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>
/// What <c>LoggingConfig</c> asks of a function's log (Lambda developer guide, "Configuring JSON and plain text log
/// formats", "Log-level filtering"). Levels count in JSON alone, as on AWS.
/// </summary>
internal sealed record LogSettings
{
    private const string Member = "LoggingConfig";
    private const string Information = "INFO";

    private static readonly string[] Levels = ["TRACE", "DEBUG", Information, "WARN", "ERROR", "FATAL"];

    public static LogSettings Text { get; } = new();

    public bool IsJson { get; private init; }

    public string ApplicationLevel { get; private init; } = Information;

    /// <summary>Beside START and REPORT, the details.</summary>
    public bool TakesSystemDebug { get; private init; }

    /// <summary>START and REPORT of invocations that succeed.</summary>
    public bool TakesSystemInformation { get; private init; } = true;

    /// <value><see langword="null"/> for the function's own.</value>
    public string? Group { get; private init; }

    public static LogSettings Of(FunctionDocument document)
    {
        if (document.RecordedSettings?.GetValueOrDefault(Member) is not { } json)
        {
            return Text;
        }

        using var config = JsonDocument.Parse(json); // stored by the control plane, which had parsed it
        var root = config.RootElement;
        var system = Find(root, "SystemLogLevel") ?? Information;
        return new LogSettings
        {
            IsJson = Find(root, "LogFormat") == "JSON",
            ApplicationLevel = Find(root, "ApplicationLogLevel") ?? Information,
            TakesSystemDebug = system == "DEBUG",
            TakesSystemInformation = system is "DEBUG" or Information,
            Group = Find(root, "LogGroup"),
        };
    }

    /// <summary>
    /// Whether a printed line stays: one that is a JSON object with a lower level than asked for does not. Without a
    /// level it has INFO.
    /// </summary>
    public bool Takes(ReadOnlySpan<byte> line)
    {
        var least = Array.IndexOf(Levels, ApplicationLevel);
        return !IsJson || least <= 0 || LevelOf(line) >= least;
    }

    private static int LevelOf(ReadOnlySpan<byte> line)
    {
        const int unknown = 2;
        if (line.IsEmpty || line[0] != (byte)'{')
        {
            return unknown;
        }

        try
        {
            var json = new Utf8JsonReader(line);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isLevel = json.ValueTextEquals("level"u8);
                json.Read();
                if (isLevel && json.TokenType == JsonTokenType.String)
                {
                    var level = Array.IndexOf(Levels, json.GetString()!.ToUpperInvariant());
                    return level < 0 ? unknown : level;
                }

                json.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON after all: a line like any other.
        }

        return unknown;
    }

    private static string? Find(JsonElement root, string member) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
