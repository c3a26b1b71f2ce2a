using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Events;

/// <summary>What a destination is sent about an event (deployment-and-tools §6.1, "Destination record").</summary>
internal static class EventRecord
{
    private const int StatusOk = 200;

    public static byte[] Write(
        FunctionCall call, FunctionResult result, string condition, int attempts, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteString("timestamp", now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteStartObject("requestContext");
            json.WriteString("requestId", call.RequestId);
            var function = call.Function with { Qualifier = call.Function.Qualifier ?? "$LATEST" };
            json.WriteString("functionArn", function.Arn);
            json.WriteString("condition", condition);
            json.WriteNumber("approximateInvokeCount", attempts);
            json.WriteEndObject();
            WriteDocument(json, "requestPayload", call.Payload.IsEmpty ? "{}"u8 : call.Payload.Span);

            // An event that never ran has no answer.
            if (result.Outcome is FunctionOutcome.Succeeded or FunctionOutcome.FunctionFailed)
            {
                json.WriteStartObject("responseContext");
                json.WriteNumber("statusCode", StatusOk);
                json.WriteString("executedVersion", result.ExecutedVersion);
                if (result.FunctionError is { } error)
                {
                    json.WriteString("functionError", error);
                }

                json.WriteEndObject();
                WriteDocument(json, "responsePayload", result.Payload.Span);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A function may answer anything: what is no JSON becomes a string.</summary>
    private static void WriteDocument(Utf8JsonWriter json, string name, ReadOnlySpan<byte> document)
    {
        json.WritePropertyName(name);
        if (document.IsEmpty)
        {
            json.WriteNullValue();
        }
        else if (IsJson(document))
        {
            json.WriteRawValue(document, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(System.Text.Encoding.UTF8.GetString(document));
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> document)
    {
        try
        {
            var reader = new Utf8JsonReader(document);
            while (reader.Read())
            {
                // Only whether it can be read matters.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
