using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Execution.Http.Mapping;

/// <summary>
/// <c>$request.body.{path}</c> and <c>$response.body.{path}</c>: names and indexes, no recursive descent, no filters, and only
/// the first 100 KB of the body are looked at (http-api §11.1). The body is read as far as it goes, so that a value within
/// the window is found in a larger body too.
/// </summary>
internal sealed class BodyPath
{
    private readonly Step[] _steps;

    private BodyPath(Step[] steps) => _steps = steps;

    /// <param name="text">What follows <c>body</c>, such as <c>.pet.names[0]</c> or <c>['first name']</c>.</param>
    /// <returns><see langword="null"/> when it is no such path.</returns>
    public static BodyPath? TryParse(ReadOnlySpan<char> text)
    {
        var steps = new List<Step>();
        while (!text.IsEmpty)
        {
            var step = text[0] switch
            {
                '.' => TakeName(ref text),
                '[' => TakeBracket(ref text),
                _ => null,
            };
            if (step is not { } taken || steps.Count == HttpApiLimits.JsonDepth)
            {
                return null;
            }

            steps.Add(taken);
        }

        return steps.Count == 0 ? null : new BodyPath([.. steps]);
    }

    /// <returns>
    /// The text of a string, the JSON of anything else; <see langword="null"/> when there is none within the window.
    /// </returns>
    public string? Read(ReadOnlySpan<byte> body)
    {
        var window = body[..Math.Min(body.Length, HttpApiLimits.JsonWindowBytes)];
        // A cut-off window is not the final block: what is whole in it can be read, what is not ends the search.
        var json = new Utf8JsonReader(
            window, isFinalBlock: window.Length == body.Length,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = HttpApiLimits.JsonDepth }));
        try
        {
            string? found = null;
            if (json.Read())
            {
                _ = Walk(ref json, window, 0, ref found); // where the window ends, what was found before it counts
            }

            return found;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return null; // a text that is no valid UTF-16
        }
    }

    private static Step? TakeName(ref ReadOnlySpan<char> text)
    {
        var rest = text[1..];
        var end = rest.IndexOfAny('.', '[');
        var name = end < 0 ? rest : rest[..end];
        text = end < 0 ? default : rest[end..];
        return name.IsEmpty || name is "*" ? null : new Step(name.ToString(), -1);
    }

    private static Step? TakeBracket(ref ReadOnlySpan<char> text)
    {
        var close = text.IndexOf(']');
        if (close < 2)
        {
            return null;
        }

        var inner = text[1..close];
        if (inner[0] is '\'' or '"')
        {
            // A quoted name may hold a bracket: it ends at its quote.
            var quote = text[2..].IndexOf(inner[0]);
            if (quote < 0 || 2 + quote + 1 >= text.Length || text[2 + quote + 1] != ']')
            {
                return null;
            }

            var name = text.Slice(2, quote).ToString();
            text = text[(2 + quote + 2)..];
            return new Step(name, -1);
        }

        text = text[(close + 1)..];
        return int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new Step(null, index)
            : null;
    }

    /// <summary>Walks into the value at the reader. The last of equal names counts, as for any JSON parser.</summary>
    /// <returns><see langword="false"/> when the window ended.</returns>
    private bool Walk(ref Utf8JsonReader json, ReadOnlySpan<byte> window, int depth, ref string? found)
    {
        if (depth == _steps.Length)
        {
            return Take(ref json, window, ref found);
        }

        var step = _steps[depth];
        if (json.TokenType == JsonTokenType.StartObject && step.Name is not null)
        {
            return WalkObject(ref json, window, depth, step.Name, ref found);
        }

        return json.TokenType == JsonTokenType.StartArray && step.Name is null
            ? WalkArray(ref json, window, depth, step.Index, ref found)
            : json.TrySkip();
    }

    private bool WalkObject(
        ref Utf8JsonReader json, ReadOnlySpan<byte> window, int depth, string name, ref string? found)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = json.ValueTextEquals(name);
            if (!json.Read())
            {
                return false;
            }

            if (isWanted)
            {
                found = null;
            }

            if (isWanted ? !Walk(ref json, window, depth + 1, ref found) : !json.TrySkip())
            {
                return false;
            }
        }

        return json.TokenType == JsonTokenType.EndObject;
    }

    private bool WalkArray(
        ref Utf8JsonReader json, ReadOnlySpan<byte> window, int depth, int wanted, ref string? found)
    {
        for (var index = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index == wanted ? !Walk(ref json, window, depth + 1, ref found) : !json.TrySkip())
            {
                return false;
            }
        }

        return json.TokenType == JsonTokenType.EndArray;
    }

    private static bool Take(ref Utf8JsonReader json, ReadOnlySpan<byte> window, ref string? found)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            found = json.GetString();
            return true;
        }

        if (json.TokenType == JsonTokenType.Null)
        {
            found = null; // nothing to map (unconfirmed)
            return true;
        }

        var start = (int)json.TokenStartIndex;
        if (!json.TrySkip())
        {
            return false;
        }

        found = System.Text.Encoding.UTF8.GetString(window[start..(int)json.BytesConsumed]);
        return true;
    }

    /// <summary>A name, or an index when there is none.</summary>
    private readonly record struct Step(string? Name, int Index);
}
