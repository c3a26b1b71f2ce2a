using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.Protocols.RestJson;

namespace Gatehouse.Wire.Protocols.Query;

/// <summary>Reads the tree of a form by the shapes of an operation's input; what is unknown is dropped.</summary>
internal static class QueryReader
{
    public static JsonObject ReadMembers(StructureShape shape, QueryForm form)
    {
        var members = new JsonObject();
        foreach (var member in shape.Members)
        {
            if (form.Find(member.WireName) is { } field && Read(member.Target, field, member.Flattened, member.Name) is { } value)
            {
                members[member.Name] = value;
            }
        }

        return members;
    }

    private static JsonNode? Read(Shape shape, QueryForm field, bool isFlat, string name)
    {
        switch (shape)
        {
            case StructureShape structure:
                return ReadMembers(structure, field);
            case ListShape list:
                // "Foo=" is how an empty list is written, and it is ignored.
                var elements = isFlat ? field : field.Find(list.ElementName);
                return elements is null
                    ? null
                    : new JsonArray([.. elements.Elements()
                        .Select(element => Read(list.Element, element, false, name))
                        .Where(static element => element is not null)]);
            case MapShape map:
                var entries = isFlat ? field : field.Find("entry");
                return entries is null ? null : ReadMap(map, entries, name);
            default:
                return field.Value is { } text ? ReadScalar(shape, text, name) : null;
        }
    }

    private static JsonObject ReadMap(MapShape map, QueryForm entries, string name)
    {
        var result = new JsonObject();
        foreach (var entry in entries.Elements())
        {
            if (entry.Find(map.KeyName)?.Value is { } key && entry.Find(map.ValueName) is { } value)
            {
                result[key] = Read(map.Value, value, false, name);
            }
        }

        return result;
    }

    private static JsonValue ReadScalar(Shape shape, string text, string name)
    {
        try
        {
            return ScalarText.Read(shape, text);
        }
        catch (ServiceFaultException)
        {
            // The query services have one code for it; the text is ours.
            throw new ServiceFaultException(
                "MalformedInput", 400, $"The value '{text}' of {name} is not {ScalarText.TypeOf(shape)}.");
        }
    }
}
