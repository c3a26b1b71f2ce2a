using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.Protocols.EventStreams;

namespace Gatehouse.Wire.Protocols.RestJson;

/// <summary>AWS REST-JSON 1, both directions and the error envelope (rest-control-plane §1.3, §1.5, §1.7).</summary>
public sealed class RestJsonCodec(WireDialect dialect) : IProtocolCodec
{
    private const string Json = "application/json";
    private const string Bytes = "application/octet-stream";
    private const string ContentType = "Content-Type";

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // The answer is never HTML; AWS escapes only what JSON asks for.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly RestJsonDecoder _decoder = new(dialect);

    public DecodedRequest Decode(OperationContract operation, ProtocolRequest request) =>
        _decoder.Decode(operation, request);

    public EncodedAnswer Encode(
        OperationContract operation, JsonObject members, ReadOnlyMemory<byte> payload, int? status)
    {
        var output = operation.Output;
        var headers = BoundHeaders(output, members);
        var contentType = headers.FirstOrDefault(IsContentType).Value;
        headers = headers.RemoveAll(IsContentType);
        var code = status ?? BoundStatus(output, members) ?? operation.SuccessStatus;
        if (output.PayloadMember is { Target: StructureShape { IsStreaming: true } })
        {
            // The body is an event stream, whoever writes it.
            return new EncodedAnswer(code, contentType ?? EventStreamEncoder.ContentType, headers, default);
        }

        if (output.PayloadMember is { } bound)
        {
            if (bound.Target is not StructureShape structure)
            {
                return new EncodedAnswer(code, contentType ?? Bytes, headers, payload);
            }

            var body = Write(structure, members[bound.Name]?.AsObject() ?? [], isOutput: false);
            return new EncodedAnswer(code, contentType ?? Json, headers, body);
        }

        return output.Members.Any(member => member.ResponseLocation == MemberLocation.Body)
            ? new EncodedAnswer(code, Json, headers, Write(output, members, isOutput: true))
            : new EncodedAnswer(code, Json, headers, default);
    }

    public EncodedAnswer EncodeFault(ServiceFaultException fault)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fault.Members)
            {
                writer.WriteString(name, value);
            }

            writer.WriteString(fault.HasCapitalMessage ? "Message" : "message", fault.Message);
            writer.WriteEndObject();
        }

        var headers = ImmutableArray.Create(new KeyValuePair<string, string>("x-amzn-ErrorType", fault.Code));
        if (fault.RetryAfterSeconds is { } seconds)
        {
            headers = headers.Add(new("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)));
        }

        return new EncodedAnswer(fault.Status, Json, headers, buffer.WrittenMemory);
    }

    private static ReadOnlyMemory<byte> Write(StructureShape shape, JsonObject members, bool isOutput)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            JsonShapeWriter.WriteMembers(writer, shape, members, isOutput);
        }

        return buffer.WrittenMemory;
    }

    private static bool IsContentType(KeyValuePair<string, string> header) =>
        header.Key.Equals(ContentType, StringComparison.OrdinalIgnoreCase);

    private static int? BoundStatus(StructureShape output, JsonObject members)
    {
        var bound = output.Members.FirstOrDefault(member => member.ResponseLocation == MemberLocation.StatusCode);
        return bound is not null && members[bound.Name] is { } value ? (int)JsonNumber.ToDouble(value) : null;
    }

    private static ImmutableArray<KeyValuePair<string, string>> BoundHeaders(StructureShape output, JsonObject members)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var member in output.Members)
        {
            if (members[member.Name] is not { } value)
            {
                continue;
            }

            if (member.ResponseLocation == MemberLocation.Header)
            {
                headers.Add(new(member.LocationName!, Text(member.Target, value)));
            }
            else if (member.ResponseLocation == MemberLocation.PrefixHeaders)
            {
                foreach (var (name, text) in value.AsObject())
                {
                    headers.Add(new(member.LocationName + name, text!.GetValue<string>()));
                }
            }
        }

        return headers.DrainToImmutable();
    }

    private static string Text(Shape shape, JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Array => string.Join(
            ", ", value.AsArray().Select(element => Text(((ListShape)shape).Element, element!))),
        JsonValueKind.Number when shape is SimpleShape { Kind: ShapeKind.Timestamp } instant => TimestampText.Write(
            instant.TimestampFormat == TimestampFormat.ProtocolDefault
                ? TimestampFormat.HttpDate
                : instant.TimestampFormat,
            JsonNumber.ToDouble(value)),
        _ => value.ToJsonString(),
    };
}
