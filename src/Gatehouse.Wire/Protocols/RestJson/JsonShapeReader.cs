using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Wire.Protocols.RestJson;

/// <summary>
/// Reads a JSON value by its shape: checks types, turns wire names into model names, drops what is unknown.
/// </summary>
internal sealed class JsonShapeReader(WireDialect dialect)
{
    /// <summary>The fields of a structure in a body.</summary>
    /// <param name="shape">The structure.</param>
    /// <param name="element">What the caller sent in its place.</param>
    /// <param name="into">Receives the members.</param>
    /// <param name="isInput">Whether the shape is an operation's input, whose members may stand elsewhere than in the
    /// body.</param>
    public void ReadMembers(StructureShape shape, JsonElement element, JsonObject into, bool isInput)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw NotConvertible(element, "a Structure");
        }

        foreach (var property in element.EnumerateObject())
        {
            if (shape.FindByWireName(NameOf(property)) is not { } member
                || (isInput && member.RequestLocation != MemberLocation.Body)
                || property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            // A repeated field: the last one counts, as in the base library's and Jackson's readers.
            into[member.Name] = Read(member.Target, property.Value, dialect.MapsWithNulls.Contains(member.Name));
        }
    }

    private JsonNode Read(Shape shape, JsonElement element, bool mayHoldNulls)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Structure or ShapeKind.Union:
                var members = new JsonObject();
                ReadMembers((StructureShape)shape, element, members, isInput: false);
                return members;
            case ShapeKind.List:
                return ReadList((ListShape)shape, element);
            case ShapeKind.Map:
                return ReadMap((MapShape)shape, element, mayHoldNulls);
            case ShapeKind.Document:
                return JsonNode.Parse(element.GetRawText())!;
            default:
                return ReadScalar(shape, element);
        }
    }

    private JsonArray ReadList(ListShape shape, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw NotConvertible(element, "a List");
        }

        var list = new JsonArray();
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Null)
            {
                list.Add(Read(shape.Element, item, mayHoldNulls: false));
            }
        }

        return list;
    }

    private JsonObject ReadMap(MapShape shape, JsonElement element, bool mayHoldNulls)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw NotConvertible(element, "a Map");
        }

        var map = new JsonObject();
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null)
            {
                map[NameOf(property)] = Read(shape.Value, property.Value, mayHoldNulls: false);
            }
            else if (mayHoldNulls)
            {
                map[NameOf(property)] = null;
            }
        }

        return map;
    }

    private JsonValue ReadScalar(Shape shape, JsonElement element) => shape.Kind switch
    {
        ShapeKind.String or ShapeKind.Enum when element.ValueKind == JsonValueKind.String =>
            JsonValue.Create(ReadText(element)),
        ShapeKind.String or ShapeKind.Enum => throw NotConvertible(element, "a String"),
        ShapeKind.Blob => ReadBlob(element),
        ShapeKind.Boolean => ReadBoolean(element),
        ShapeKind.Timestamp when element.ValueKind is JsonValueKind.Number or JsonValueKind.String =>
            ScalarText.Read(
                shape, element.ValueKind == JsonValueKind.Number ? element.GetRawText() : ReadText(element)),
        _ when element.ValueKind == JsonValueKind.Number => ScalarText.Read(shape, element.GetRawText()),
        _ => throw NotConvertible(element, ScalarText.TypeOf(shape)),
    };

    private JsonValue ReadBoolean(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        JsonValueKind.String when dialect.ToleratesTextBooleans && bool.TryParse(ReadText(element), out var value) =>
            JsonValue.Create(value),
        _ => throw NotConvertible(element, "a Boolean"),
    };

    private static JsonValue ReadBlob(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw NotConvertible(element, "a Blob");
        }

        var text = ReadText(element);
        return Base64.IsValid(text) ? JsonValue.Create(text) : throw NotConvertible(element, "a Blob");
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw IllFormedText();
        }
    }

    private static string ReadText(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate or ill-formed UTF-8: only found when the text is asked for.
            throw IllFormedText();
        }
    }

    private static ServiceFaultException IllFormedText() =>
        SerializationFault.Of("A string of the request body is not well-formed Unicode.");

    private static ServiceFaultException NotConvertible(JsonElement element, string expected) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => SerializationFault.Of("Start of structure or map found where not expected."),
            JsonValueKind.Array => SerializationFault.Of("Start of list found where not expected."),
            JsonValueKind.Number => SerializationFault.NotConvertible("NUMBER_VALUE", expected),
            JsonValueKind.True => SerializationFault.NotConvertible("TRUE_VALUE", expected),
            JsonValueKind.False => SerializationFault.NotConvertible("FALSE_VALUE", expected),
            JsonValueKind.Null => SerializationFault.NotConvertible("NULL_VALUE", expected),
            _ => SerializationFault.NotConvertible("STRING_VALUE", expected),
        };
}
