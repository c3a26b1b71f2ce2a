using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Protocols.RestJson;

namespace Gatehouse.Wire.Protocols.Query;

/// <summary>Writes values by their shapes as the Query protocol spells them (security §3.1).</summary>
internal static class XmlShapeWriter
{
    public static void WriteMembers(XmlWriter writer, StructureShape shape, JsonObject members)
    {
        foreach (var member in shape.Members)
        {
            if (members[member.Name] is { } value)
            {
                WriteMember(writer, member, value);
            }
        }
    }

    /// <summary>A text without the characters that XML cannot carry even escaped.</summary>
    public static string Clean(string text) => text.All(XmlConvert.IsXmlChar)
        ? text
        : string.Concat(text.Select(static c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));

    private static void WriteMember(XmlWriter writer, Member member, JsonNode value)
    {
        if (member.Target is ListShape { Element: var element } && member.Flattened)
        {
            foreach (var item in value.AsArray())
            {
                writer.WriteStartElement(member.WireName);
                WriteValue(writer, element, item!);
                writer.WriteEndElement();
            }

            return;
        }

        writer.WriteStartElement(member.WireName);
        WriteValue(writer, member.Target, value);
        writer.WriteEndElement();
    }

    private static void WriteValue(XmlWriter writer, Shape shape, JsonNode value)
    {
        switch (shape)
        {
            case StructureShape structure:
                WriteMembers(writer, structure, value.AsObject());
                break;
            case ListShape list:
                foreach (var item in value.AsArray())
                {
                    writer.WriteStartElement(list.ElementName);
                    WriteValue(writer, list.Element, item!);
                    writer.WriteEndElement();
                }

                break;
            case MapShape map:
                foreach (var (key, entry) in value.AsObject())
                {
                    writer.WriteStartElement("entry");
                    writer.WriteElementString(map.KeyName, Clean(key));
                    writer.WriteStartElement(map.ValueName);
                    WriteValue(writer, map.Value, entry!);
                    writer.WriteEndElement();
                    writer.WriteEndElement();
                }

                break;
            default:
                writer.WriteString(Clean(Text(shape, value)));
                break;
        }
    }

    private static string Text(Shape shape, JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number when shape.Kind == ShapeKind.Timestamp =>
            TimestampText.Write(TimestampFormat.DateTime, JsonNumber.ToDouble(value)),
        _ => value.ToJsonString(),
    };
}
