using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gatehouse.Services.OpenApi.Text;

/// <summary>
/// YAML as JSON nodes, with positions. Plain scalars follow YAML 1.2's core schema (so <c>no</c> and <c>on</c> are
/// text) but for digits with a leading zero, which stay text as account numbers are; quoted ones are always text, keys
/// are always text (<c>200:</c> is "200"). Aliases are copied, within a bound.
/// </summary>
internal sealed partial class YamlSourceReader
{
    private const string TextTag = "tag:yaml.org,2002:str";
    private const string CoreTagPrefix = "tag:yaml.org,2002:";

    private readonly GuardedParser _parser;
    private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private readonly bool _isTemplate;

    private YamlSourceReader(string text, bool isTemplate) =>
        (_parser, _isTemplate) = (new GuardedParser(text), isTemplate);

    /// <exception cref="DocumentTextException">The text is not YAML, or too large once its aliases are
    /// expanded.</exception>
    public static JsonNode? Read(string text, SourceMap positions, bool isTemplate = false)
    {
        var reader = new YamlSourceReader(text, isTemplate);
        try
        {
            reader._parser.Consume<StreamStart>();
            if (!reader._parser.TryConsume<DocumentStart>(out _))
            {
                return null;
            }

            var root = reader.ReadNode(positions.Root, 0);
            reader._parser.Consume<DocumentEnd>();
            return reader._parser.Accept<StreamEnd>(out _)
                ? root
                : throw new DocumentTextException(PositionOf(reader._parser.Current!),
                    "the file holds more than one document.");
        }
        catch (YamlException exception)
        {
            throw new DocumentTextException(
                new SourcePosition((int)exception.Start.Line, (int)exception.Start.Column), exception.Message);
        }
    }

    private JsonNode? ReadNode(SourcePlace place, int depth)
    {
        var current = Upcoming();
        Count(current, depth);
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value.Value, out var anchored)
                ? Copy(anchored, current, depth)
                : throw new DocumentTextException(PositionOf(current),
                    $"the anchor &{alias.Value.Value} is not defined before.");
        }

        if (_isTemplate && current is NodeEvent { Tag.IsEmpty: false } tagged
            && TemplateTags.LongForm(tagged.Tag.Value) is { } function)
        {
            return TemplateTags.Call(function, ReadUntagged(place, depth));
        }

        CheckTag(current);
        return ReadUntagged(place, depth);
    }

    private JsonNode? ReadUntagged(SourcePlace place, int depth)
    {
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return Remember(scalar, ReadScalar(scalar));
        }

        if (_parser.TryConsume<SequenceStart>(out var sequence))
        {
            var array = new JsonArray();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                array.Add(ReadNode(place.Add($"{array.Count}", PositionOf(Upcoming())), depth + 1));
            }

            return Remember(sequence, array);
        }

        var mapping = _parser.Consume<MappingStart>();
        return Remember(mapping, ReadMapping(place, depth));
    }

    private JsonObject ReadMapping(SourcePlace place, int depth)
    {
        var result = new JsonObject();
        var merged = new List<JsonObject>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var position = PositionOf(Upcoming());
            var key = _parser.TryConsume<Scalar>(out var name)
                ? name.Value
                : throw new DocumentTextException(position, "a key must be text.");
            if (key.Length > OpenApiLimits.NameLength)
            {
                throw new DocumentTextException(position, "a key is too long.");
            }

            var value = ReadNode(place.Add(key, position), depth + 1); // the key's place: where a person looks
            if (key == "<<" && name.Style == ScalarStyle.Plain)
            {
                merged.AddRange(Merged(value, position));
            }
            else if (!result.TryAdd(key, value))
            {
                throw new DocumentTextException(position, $"the key \"{key}\" stands twice.");
            }
        }

        // YAML 1.1's merge key, which many definitions use: what stands in the mapping itself wins.
        foreach (var (key, value) in merged.SelectMany(static other => other))
        {
            if (!result.ContainsKey(key))
            {
                result[key] = value?.DeepClone();
            }
        }

        return result;
    }

    private static IEnumerable<JsonObject> Merged(JsonNode? value, SourcePosition position) => value switch
    {
        JsonObject one => [one],
        JsonArray several when several.All(static item => item is JsonObject) => several.Cast<JsonObject>(),
        _ => throw new DocumentTextException(position, "the merge key << needs a mapping, or a list of mappings."),
    };

    /// <summary>The event that comes next; the parser reads it when it has none at hand.</summary>
    private ParsingEvent Upcoming() => _parser.Accept<ParsingEvent>(out var next) ? next : _parser.Current!;

    /// <summary>
    /// A tag that is not YAML's own would be dropped and its value taken for what it is not: <c>!Sub</c> and
    /// <c>!Ref</c> belong to a template, which is deployed as a stack.
    /// </summary>
    private static void CheckTag(ParsingEvent at)
    {
        if (at is NodeEvent node && !node.Tag.IsEmpty && !node.Tag.IsNonSpecific
            && !node.Tag.Value.StartsWith(CoreTagPrefix, StringComparison.Ordinal))
        {
            throw new DocumentTextException(PositionOf(node),
                $"the tag {node.Tag.Value} is not known in an OpenAPI definition.");
        }
    }

    private static JsonNode? ReadScalar(Scalar scalar)
    {
        if (scalar.Style is not ScalarStyle.Plain || (!scalar.Tag.IsEmpty && scalar.Tag.Value == TextTag))
        {
            return JsonValue.Create(scalar.Value);
        }

        var text = scalar.Value;
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE":
                return JsonValue.Create(false);
            default:
                break;
        }

        if (JsonNumberPattern().IsMatch(text))
        {
            return JsonNode.Parse(text); // keeps the digits: "version: 1.10" is not 1.1
        }

        return OtherNumberPattern().IsMatch(text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }

    private JsonNode? Remember(NodeEvent at, JsonNode? node)
    {
        if (!at.Anchor.IsEmpty)
        {
            _anchors[at.Anchor.Value] = node;
        }

        return node;
    }

    private JsonNode? Copy(JsonNode? node, ParsingEvent at, int depth)
    {
        // Without the depth, aliases in aliases would build a tree too deep to walk.
        var (size, height) = Measure(node);
        Count(at, depth + height, size);
        return node?.DeepClone();
    }

    private static (int Size, int Height) Measure(JsonNode? node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(static member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        var (size, height) = (1, 0);
        foreach (var (childSize, childHeight) in children.Select(Measure))
        {
            size += childSize;
            height = Math.Max(height, childHeight + 1);
        }

        return (size, height);
    }

    private void Count(ParsingEvent at, int depth, int nodes = 1)
    {
        _nodes += nodes;
        if (depth > OpenApiLimits.Depth || _nodes > OpenApiLimits.Nodes)
        {
            throw new DocumentTextException(PositionOf(at), "the document is nested too deeply or too large.");
        }
    }

    private static SourcePosition PositionOf(ParsingEvent at) => new((int)at.Start.Line, (int)at.Start.Column);

    [GeneratedRegex(@"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$", RegexOptions.None,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex JsonNumberPattern();

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", RegexOptions.None,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OtherNumberPattern();
}
