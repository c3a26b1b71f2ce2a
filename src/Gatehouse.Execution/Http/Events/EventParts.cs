using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Execution.Exchange;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Events;

/// <summary>What both payload formats write alike.</summary>
internal static class EventParts
{
    public const int ExpectedBytes = 4_096;

    public const string Protocol = "HTTP/1.1";

    // The event's reader is a JSON parser, never a page: only what JSON requires is escaped.
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    /// <summary>The members of an object of the path's variables.</summary>
    public static void WritePathVariables(Utf8JsonWriter json, in PathParameters path)
    {
        for (var i = 0; i < path.Count; i++)
        {
            json.WriteString(path.Names[i], path.ValueAt(i));
        }
    }

    /// <summary>The members of an object of the stage's variables.</summary>
    public static void WriteStageVariables(Utf8JsonWriter json, HttpStagePlan stage)
    {
        foreach (var (name, value) in stage.Variables)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>
    /// Sorted by name like the headers, and grouped once: a query of thousands of pairs must not cost their square.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, StringValues>> Group(List<KeyValuePair<string, string>> pairs)
    {
        var groups = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            if (groups.TryGetValue(name, out var values))
            {
                values.Add(value);
            }
            else
            {
                groups.Add(name, [value]);
            }
        }

        return groups.Select(static group => new KeyValuePair<string, StringValues>(group.Key, group.Value.ToArray()));
    }

    public static void WriteArray(Utf8JsonWriter json, string name, StringValues values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>Values of one name, joined with commas in their order of arrival.</summary>
    public static string Joined(StringValues values) =>
        values.Count == 1 ? values[0]! : string.Join(',', values.ToArray());
}
