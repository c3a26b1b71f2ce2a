using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>
/// The XML of a Query service as the JSON that it gives API Gateway (sheet §5.2, NOTE): Amazon's services honour
/// <c>Accept: application/json</c>, stand-ins for them rarely do, and mapping templates are written for the JSON.
/// </summary>
internal static class QueryXml
{
    /// <returns><see langword="null"/> when the bytes are no XML, or more than an answer holds.</returns>
    public static XElement? TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            using var reader = XmlReader.Create(
                stream,
                new XmlReaderSettings
                {
                    DtdProcessing = DtdProcessing.Prohibit,
                    XmlResolver = null,
                    IgnoreComments = true,
                    IgnoreWhitespace = true,
                    IgnoreProcessingInstructions = true,
                });
            return IsShallow(body) ? XElement.Load(reader) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <returns>UTF-8 JSON.</returns>
    public static byte[] ToJson(XElement root)
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            if (root.Name.LocalName == "ErrorResponse")
            {
                // {"Error":{"Code":…,"Message":…,"Type":…},"RequestId":…} without a name around it.
                WriteMembers(writer, root);
            }
            else
            {
                writer.WritePropertyName(root.Name.LocalName);
                Write(writer, root);
            }

            writer.WriteEndObject();
        }

        return output.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, XElement element)
    {
        if (!element.HasElements)
        {
            writer.WriteStringValue(element.Value);
            return;
        }

        // A list of the Query protocol is an element whose children are all called "member".
        if (element.Elements().All(static child => child.Name.LocalName == "member"))
        {
            writer.WriteStartArray();
            foreach (var child in element.Elements())
            {
                Write(writer, child);
            }

            writer.WriteEndArray();
            return;
        }

        writer.WriteStartObject();
        WriteMembers(writer, element);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, XElement element)
    {
        foreach (var group in element.Elements().GroupBy(static child => child.Name.LocalName, StringComparer.Ordinal))
        {
            writer.WritePropertyName(group.Key);
            if (group.Skip(1).Any())
            {
                // A flattened list: the element itself is repeated.
                writer.WriteStartArray();
                foreach (var child in group)
                {
                    Write(writer, child);
                }

                writer.WriteEndArray();
            }
            else
            {
                Write(writer, group.First());
            }
        }
    }

    /// <summary>Both the tree and the writer recurse; a hostile answer must not take the stack.</summary>
    private static bool IsShallow(ReadOnlyMemory<byte> body)
    {
        using var stream = new MemoryStream(body.ToArray(), writable: false);
        using var reader = XmlReader.Create(
            stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
        {
            if (reader.Depth > AwsLimits.XmlDepth)
            {
                return false;
            }
        }

        return true;
    }
}
