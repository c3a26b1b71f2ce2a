using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gatehouse.Services.OpenApi.Text;

/// <summary>
/// YAML as JSON nodes, with positions. Plain scalars follow YAML 1.2's core schema (so <c>no</c> and <c>on</c> are
/// text), quoted ones are always text, keys are always text (<c>200:</c> is "200"). Aliases are copied, within a bound.
/// </summary>
internal sealed partial class YamlSourceReader
{
    private readonly Parser _parser;
    private readonly SourceMap _positions;
    private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlSourceReader(string text, SourceMap positions)
    {
        _parser = new Parser(new StringReader(text));
        _positions = positions;
    }

    /// <exception cref="DocumentTextException">The text is not YAML, or too large once its aliases are expanded.</exception>
    public static JsonNode? Read(string text, SourceMap positions)
    {
        var reader = new YamlSourceReader(text, positions);
        try
        {
            reader._parser.Consume<StreamStart>();
            if (!reader._parser.TryConsume<DocumentStart>(out _))
            {
                return null;
            }

            var root = reader.ReadNode("", 0);
            reader._parser.Consume<DocumentEnd>();
            return reader._parser.Accept<StreamEnd>(out _)
                ? root
                : throw new DocumentTextException(PositionOf(reader._parser.Current!), "the file holds more than one document.");
        }
        catch (YamlException exception)
        {
            throw new DocumentTextException(
                new SourcePosition((int)exception.Start.Line, (int)exception.Start.Column), exception.Message);
        }
    }

    private JsonNode? ReadNode(string pointer, int depth)
    {
        var current = _parser.Current!;
        _positions.Add(pointer, PositionOf(current));
        Count(current, depth);
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value.Value, out var anchored)
                ? Copy(anchored, current)
                : throw new DocumentTextException(PositionOf(current), $"the anchor &{alias.Value.Value} is not defined before.");
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return Remember(scalar, ReadScalar(scalar));
        }

        if (_parser.TryConsume<SequenceStart>(out var sequence))
        {
            var array = new JsonArray();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                array.Add(ReadNode($"{pointer}/{array.Count}", depth + 1));
            }

            return Remember(sequence, array);
        }

        var mapping = _parser.Consume<MappingStart>();
        return Remember(mapping, ReadMapping(pointer, depth));
    }

    private JsonObject ReadMapping(string pointer, int depth)
    {
        var result = new JsonObject();
        var merged = new List<JsonObject>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = _parser.Current!;
            var key = _parser.TryConsume<Scalar>(out var name)
                ? name.Value
                : throw new DocumentTextException(PositionOf(at), "a key must be text.");
            var position = PositionOf(at);
            var step = SourceMap.Step(pointer, key);
            var value = ReadNode(step, depth + 1);
            _positions.Add(step, position); // the key's place: where a person looks
            if (key == "<<" && name.Style == ScalarStyle.Plain)
            {
                merged.AddRange(value is JsonArray several ? several.OfType<JsonObject>() : [(JsonObject)value!]);
            }
            else if (!result.TryAdd(key, value))
            {
                throw new DocumentTextException(position, $"the key \"{key}\" stands twice.");
            }
        }

        // YAML 1.1's merge key, which many definitions use: what stands in the mapping itself wins.
        foreach (var (key, value) in merged.SelectMany(static other => other))
        {
            result.TryAdd(key, value?.DeepClone());
        }

        return result;
    }

    private static JsonValue? ReadScalar(Scalar scalar)
    {
        if (scalar.Style is not ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str")
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

        if (IntegerPattern().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return JsonValue.Create(integer);
        }

        return FloatPattern().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
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

    private JsonNode? Copy(JsonNode? node, ParsingEvent at)
    {
        Count(at, 0, Size(node));
        return node?.DeepClone();
    }

    private static int Size(JsonNode? node) => node switch
    {
        JsonObject members => 1 + members.Sum(static member => Size(member.Value)),
        JsonArray items => 1 + items.Sum(Size),
        _ => 1,
    };

    private void Count(ParsingEvent at, int depth, int nodes = 1)
    {
        _nodes += nodes;
        if (depth > OpenApiLimits.Depth || _nodes > OpenApiLimits.Nodes)
        {
            throw new DocumentTextException(PositionOf(at), "the document is nested too deeply or too large.");
        }
    }

    private static SourcePosition PositionOf(ParsingEvent at) => new((int)at.Start.Line, (int)at.Start.Column);

    [GeneratedRegex(@"^[-+]?(?:0|[1-9][0-9]*)$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex IntegerPattern();

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FloatPattern();
}
