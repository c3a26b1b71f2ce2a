using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;

namespace Gatehouse.Wire.Protocols.RestJson;

/// <summary>Writes members by their shape: wire names, only what the contract names, absent members left out.</summary>
internal static class JsonShapeWriter
{
    public static void WriteMembers(
        Utf8JsonWriter writer, StructureShape shape, JsonObject members, bool isOutput)
    {
        writer.WriteStartObject();
        foreach (var member in shape.Members)
        {
            if ((!isOutput || member.ResponseLocation == MemberLocation.Body) && members[member.Name] is { } value)
            {
                writer.WritePropertyName(member.WireName);
                Write(writer, member.Target, value);
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Shape shape, JsonNode? node)
    {
        if (node is null)
        {
            writer.WriteNullValue();
            return;
        }

        switch (shape)
        {
            case StructureShape structure:
                WriteMembers(writer, structure, node.AsObject(), isOutput: false);
                break;
            case ListShape list:
                writer.WriteStartArray();
                foreach (var element in node.AsArray())
                {
                    Write(writer, list.Element, element);
                }

                writer.WriteEndArray();
                break;
            case MapShape map:
                writer.WriteStartObject();
                foreach (var (key, value) in node.AsObject())
                {
                    writer.WritePropertyName(key);
                    Write(writer, map.Value, value);
                }

                writer.WriteEndObject();
                break;
            default:
                WriteScalar(writer, shape, node);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, Shape shape, JsonNode node)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Double or ShapeKind.Float:
                // AWS prints a decimal part always: 100.0.
                writer.WriteRawValue(Decimal(JsonNumber.ToDouble(node)), skipInputValidation: true);
                break;
            case ShapeKind.Timestamp:
                WriteTimestamp(writer, ((SimpleShape)shape).TimestampFormat, node);
                break;
            case ShapeKind.Document:
                node.WriteTo(writer);
                break;
            default:
                Check(shape, node);
                node.WriteTo(writer);
                break;
        }
    }

    private static void WriteTimestamp(Utf8JsonWriter writer, TimestampFormat format, JsonNode node)
    {
        if (node.GetValueKind() == JsonValueKind.String)
        {
            node.WriteTo(writer);
        }
        else if (format is TimestampFormat.ProtocolDefault or TimestampFormat.EpochSeconds)
        {
            writer.WriteRawValue(
                JsonNumber.ToDouble(node).ToString("0.###", CultureInfo.InvariantCulture), skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(TimestampText.Write(format, JsonNumber.ToDouble(node)));
        }
    }

    private static string Decimal(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    /// <summary>
    /// An operation that returns another type than its contract is our bug, and must not reach a client.
    /// </summary>
    private static void Check(Shape shape, JsonNode node)
    {
        var kind = node.GetValueKind();
        var isRight = shape.Kind switch
        {
            ShapeKind.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            ShapeKind.Integer or ShapeKind.Long or ShapeKind.BigInteger or ShapeKind.BigDecimal =>
                kind == JsonValueKind.Number,
            _ => kind == JsonValueKind.String,
        };
        if (!isRight)
        {
            throw new InvalidOperationException(
                $"The output holds {kind} where the contract has {shape.Kind} ({shape.Name}).");
        }
    }
}
