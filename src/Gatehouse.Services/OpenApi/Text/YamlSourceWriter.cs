using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.OpenApi.Text;

/// <summary>
/// A document as YAML in the form of AWS's exports (rest-control-plane §4.9): it begins with <c>---</c>, every text is
/// in double quotes, keys are plain where no reader of YAML 1.1 or 1.2 could take them for something else, and lists
/// stand at the column of their key.
/// </summary>
internal sealed class YamlSourceWriter
{
    /// <summary>A key on one line may have 1,024 characters (YAML 1.2.2 §7.4); longer ones have their own form.</summary>
    private const int SimpleKeyLength = 1_000;

    private static readonly SearchValues<char> KeyStarts =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/$_");

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/$_.+-{}");

    /// <summary>What one of the two versions of YAML reads as a boolean or as nothing.</summary>
    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private readonly StringBuilder _text = new("---\n");

    private YamlSourceWriter()
    {
    }

    /// <param name="root">Members are written in the order in which they stand.</param>
    public static string Write(JsonNode root)
    {
        var writer = new YamlSourceWriter();
        switch (root)
        {
            case JsonObject { Count: > 0 } members:
                writer.WriteMapping(members, 0, continuesLine: false);
                break;
            case JsonArray { Count: > 0 } items:
                writer.WriteSequence(items, 0, continuesLine: false);
                break;
            default:
                writer.WriteFlat(root);
                break;
        }

        return writer._text.ToString();
    }

    /// <param name="members">At least one.</param>
    /// <param name="indent">The column of the keys.</param>
    /// <param name="continuesLine">The first key stands behind the dash of a list.</param>
    private void WriteMapping(JsonObject members, int indent, bool continuesLine)
    {
        foreach (var (name, value) in members)
        {
            _text.Append(' ', continuesLine ? 0 : indent);
            continuesLine = false;
            var isLong = WriteKey(name, indent);
            switch (value)
            {
                case JsonObject { Count: > 0 } inner:
                    _text.Append('\n');
                    WriteMapping(inner, indent + 2, continuesLine: false);
                    break;
                case JsonArray { Count: > 0 } items:
                    _text.Append('\n');
                    WriteSequence(items, isLong ? indent + 2 : indent, continuesLine: false);
                    break;
                default:
                    _text.Append(' ');
                    WriteFlat(value);
                    break;
            }
        }
    }

    private void WriteSequence(JsonArray items, int indent, bool continuesLine)
    {
        foreach (var item in items)
        {
            _text.Append(' ', continuesLine ? 0 : indent).Append("- ");
            continuesLine = false;
            switch (item)
            {
                case JsonObject { Count: > 0 } members:
                    WriteMapping(members, indent + 2, continuesLine: true);
                    break;
                case JsonArray { Count: > 0 } inner:
                    WriteSequence(inner, indent + 2, continuesLine: true);
                    break;
                default:
                    WriteFlat(item);
                    break;
            }
        }
    }

    /// <summary>The key with its colon.</summary>
    /// <returns>Whether it took the form of long keys.</returns>
    private bool WriteKey(string name, int indent)
    {
        var isLong = name.Length > SimpleKeyLength;
        _text.Append(isLong ? "? " : "");
        if (IsPlain(name))
        {
            _text.Append(name);
        }
        else
        {
            WriteText(name);
        }

        if (isLong)
        {
            _text.Append('\n').Append(' ', indent);
        }

        _text.Append(':');
        return isLong;
    }

    private static bool IsPlain(string name) =>
        name.Length > 0 && KeyStarts.Contains(name[0]) && !name.AsSpan().ContainsAnyExcept(KeyCharacters)
        && !Words.Contains(name);

    /// <summary>A value that needs no lines of its own.</summary>
    private void WriteFlat(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject:
                _text.Append("{}");
                break;
            case JsonArray:
                _text.Append("[]");
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteText(value.GetValue<string>());
                break;
            default:
                _text.Append(node?.ToJsonString() ?? "null");
                break;
        }

        _text.Append('\n');
    }

    private void WriteText(string text)
    {
        _text.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                _ when NeedsEscape(character) => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => _text.Append(character),
            };
        }

        _text.Append('"');
    }

    /// <summary>Control characters, and what YAML takes for the end of a line or for the mark of an encoding.</summary>
    private static bool NeedsEscape(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';
}
