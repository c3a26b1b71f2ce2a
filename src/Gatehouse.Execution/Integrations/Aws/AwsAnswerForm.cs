using System.Text.Json;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>Services answer API Gateway otherwise than other callers in two cases (sheet §5.2).</summary>
internal static class AwsAnswerForm
{
    /// <param name="settings">Which service.</param>
    /// <param name="mapped">What was asked for.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="headers">Of the answer; Content-Type and request id are changed with the body.</param>
    /// <param name="body">Of the answer.</param>
    public static ReadOnlyMemory<byte> Of(
        AwsSettings settings, BackendRequest mapped, int status,
        List<KeyValuePair<string, StringValues>> headers, ReadOnlyMemory<byte> body)
    {
        if (settings.Service.Protocol == AwsServiceProtocol.Query)
        {
            // A service that does not know Accept (a stand-in) answers XML to the default Accept of JSON.
            return !mapped.HasHeader("Accept") && IsXml(headers) && QueryXml.TryParse(body) is { } root
                ? WithType(headers, QueryXml.ToJson(root))
                : body;
        }

        return settings.Service.IsAnswerWrapped && status == 200 && settings.Request.Action is { } action
            ? Wrap(action, AwsHeaders.Find(headers, "x-amzn-RequestId") ?? string.Empty, body)
            : body;
    }

    private static byte[] WithType(List<KeyValuePair<string, StringValues>> headers, byte[] json)
    {
        var index = headers.FindIndex(static h => h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase));
        headers[index] = new(headers[index].Key, MediaType.Json);
        return json;
    }

    private static bool IsXml(List<KeyValuePair<string, StringValues>> headers) =>
        MediaType.OfContentType(AwsHeaders.Find(headers, "Content-Type")) is "text/xml" or "application/xml";

    /// <summary><c>{"{Op}Response":{"{Op}Result":{…},"ResponseMetadata":{"RequestId":"…"}}}</c>.</summary>
    private static ReadOnlyMemory<byte> Wrap(string action, string requestId, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var result = JsonDocument.Parse(body);
            if (result.RootElement.ValueKind != JsonValueKind.Object
                || result.RootElement.TryGetProperty(action + "Response", out _))
            {
                return body; // wrapped already by the service itself
            }

            using var output = new MemoryStream(body.Length + 128);
            using (var writer = new Utf8JsonWriter(output))
            {
                writer.WriteStartObject();
                writer.WriteStartObject(action + "Response");
                writer.WritePropertyName(action + "Result");
                result.RootElement.WriteTo(writer);
                writer.WriteStartObject("ResponseMetadata");
                writer.WriteString("RequestId", requestId);
                writer.WriteEndObject();
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            return output.ToArray();
        }
        catch (JsonException)
        {
            return body; // not what the service promises: the author sees it as it came
        }
    }
}
