using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Wire.Protocols.Query;

/// <summary>
/// The Query protocol of IAM, STS and CloudFormation: a form names the operation, the answer is XML (security §3.1).
/// </summary>
/// <param name="xmlNamespace">Of every answer.</param>
public sealed class QueryCodec(string xmlNamespace) : IProtocolCodec
{
    private const string Xml = "text/xml";

    private static readonly XmlWriterSettings Settings = new()
    {
        OmitXmlDeclaration = true,
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    /// <summary>The operation that a request names, in its query or its form.</summary>
    public static string? ActionOf(string rawQuery, ReadOnlyMemory<byte> body) =>
        Fields(rawQuery, body).FirstOrDefault(static field => field.Key == "Action").Value;

    public DecodedRequest Decode(OperationContract operation, ProtocolRequest request)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(request);
        var form = QueryForm.Parse(Fields(request.RawQuery, request.Body));
        return new DecodedRequest(QueryReader.ReadMembers(operation.Input, form), default, ImmutableDictionary<string, string>.Empty);
    }

    public EncodedAnswer Encode(
        OperationContract operation, JsonObject members, ReadOnlyMemory<byte> payload, int? status) =>
        Encode(operation, members, payload, status, "");

    public EncodedAnswer Encode(
        OperationContract operation, JsonObject members, ReadOnlyMemory<byte> payload, int? status, string requestId)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(members);
        var body = Write(writer =>
        {
            writer.WriteStartElement($"{operation.Name}Response", xmlNamespace);

            // An operation without output has no result element.
            if (operation.Output.Name != "unit")
            {
                writer.WriteStartElement($"{operation.Name}Result");
                XmlShapeWriter.WriteMembers(writer, operation.Output, members);
                writer.WriteEndElement();
            }

            writer.WriteStartElement("ResponseMetadata");
            writer.WriteElementString("RequestId", requestId);
            writer.WriteEndElement();
            writer.WriteEndElement();
        });
        return new EncodedAnswer(status ?? operation.SuccessStatus, Xml, [], body);
    }

    public EncodedAnswer EncodeFault(ServiceFaultException fault) => EncodeFault(fault, "");

    public EncodedAnswer EncodeFault(ServiceFaultException fault, string requestId)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var body = Write(writer =>
        {
            writer.WriteStartElement("ErrorResponse", xmlNamespace);
            writer.WriteStartElement("Error");
            writer.WriteElementString("Type", fault.Status < 500 ? "Sender" : "Receiver");
            writer.WriteElementString("Code", fault.Code);
            writer.WriteElementString("Message", XmlShapeWriter.Clean(fault.Message));
            writer.WriteEndElement();
            writer.WriteElementString("RequestId", requestId);
            writer.WriteEndElement();
        });
        return new EncodedAnswer(fault.Status, Xml, [], body);
    }

    private static List<KeyValuePair<string, string>> Fields(string rawQuery, ReadOnlyMemory<byte> body)
    {
        var fields = QueryString.Parse(rawQuery);
        fields.AddRange(QueryString.Parse(Encoding.UTF8.GetString(body.Span)));
        return fields;
    }

    private static byte[] Write(Action<XmlWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Settings))
        {
            write(writer);
        }

        return stream.ToArray();
    }
}
