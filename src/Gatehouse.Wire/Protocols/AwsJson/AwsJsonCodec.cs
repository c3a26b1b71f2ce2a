using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.Protocols.RestJson;

namespace Gatehouse.Wire.Protocols.AwsJson;

/// <summary>
/// The protocol of services with one route (Cognito user pools, ACM): <c>X-Amz-Target</c> names the operation, the
/// whole input is the body and the whole output too; errors are 400 with <c>__type</c> (security §1.1, §1.9).
/// </summary>
/// <param name="dialect">What the service does beside its contract.</param>
/// <param name="version"><c>1.0</c> or <c>1.1</c>.</param>
public sealed class AwsJsonCodec(WireDialect dialect, string version) : IProtocolCodec
{
    private const int ShownFaultBytes = 1_024;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // The answer is never HTML; AWS escapes only what JSON asks for.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonShapeReader _reader = new(dialect);
    private readonly string _contentType = $"application/x-amz-json-{version}";

    /// <summary>The operation that a target names: what stands after its last dot.</summary>
    public static string OperationOf(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target[(target.LastIndexOf('.') + 1)..];
    }

    public DecodedRequest Decode(OperationContract operation, ProtocolRequest request)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(request);
        var members = new JsonObject();
        if (!request.Body.IsEmpty)
        {
            Read(operation, request.Body, members);
        }

        return new DecodedRequest(members, default, FrozenDictionary<string, string>.Empty);
    }

    public EncodedAnswer Encode(
        OperationContract operation, JsonObject members, ReadOnlyMemory<byte> payload, int? status)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(members);
        var body = operation.Output.Name == "unit"
            ? default // an operation without output sends nothing at all
            : Write(writer => JsonShapeWriter.WriteMembers(writer, operation.Output, members, isOutput: false));
        return new EncodedAnswer(status ?? operation.SuccessStatus, _contentType, [], body);
    }

    public EncodedAnswer EncodeFault(ServiceFaultException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var body = Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("__type", fault.Code);
            foreach (var (name, value) in fault.Members)
            {
                writer.WriteString(name, value);
            }

            writer.WriteString(fault.HasCapitalMessage ? "Message" : "message", fault.Message);
            writer.WriteEndObject();
        });
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        headers.Add(new("x-amzn-ErrorType", fault.Code));
        if (dialect.TellsFaultsInHeaders)
        {
            headers.Add(new("x-amzn-ErrorMessage", HeaderText(fault.Message)));
        }

        if (fault.RetryAfterSeconds is { } seconds)
        {
            headers.Add(new("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)));
        }

        return new EncodedAnswer(fault.Status, _contentType, headers.DrainToImmutable(), body);
    }

    private void Read(OperationContract operation, ReadOnlyMemory<byte> body, JsonObject into)
    {
        try
        {
            using var document = JsonDocument.Parse(
                body, new JsonDocumentOptions { MaxDepth = ProtocolLimits.JsonDepth });
            _reader.ReadMembers(operation.Input, document.RootElement, into, isInput: false);
        }
        catch (JsonException failure)
        {
            throw SerializationFault.Of(
                $"The request body is not valid JSON (line {failure.LineNumber + 1}, "
                + $"position {failure.BytePositionInLine + 1}).");
        }
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>A message may repeat what a caller sent, and a header takes visible ASCII only.</summary>
    private static string HeaderText(string message)
    {
        var text = new StringBuilder(Math.Min(message.Length, ShownFaultBytes));
        foreach (var c in message.AsSpan(0, Math.Min(message.Length, ShownFaultBytes)))
        {
            text.Append(c is >= ' ' and <= '~' ? c : '?');
        }

        return text.ToString();
    }
}
