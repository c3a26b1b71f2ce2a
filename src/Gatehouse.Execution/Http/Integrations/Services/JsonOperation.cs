using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Execution.Integrations.Aws;

namespace Gatehouse.Execution.Http.Integrations.Services;

/// <summary>How a parameter stands in a JSON request.</summary>
internal enum JsonForm
{
    Text = 0,

    /// <summary>The bytes in Base64.</summary>
    Blob = 1,

    /// <summary>Epoch seconds, of ISO 8601 or of a number (unconfirmed, http-api §9).</summary>
    Time = 2,

    /// <summary>A JSON array of texts.</summary>
    Texts = 3,

    /// <summary>A text that must be a JSON object.</summary>
    ObjectText = 4,
}

/// <param name="Name">Of the parameter.</param>
/// <param name="Member">Of the request.</param>
/// <param name="Form">How it is written.</param>
internal sealed record JsonMember(string Name, string Member, JsonForm Form = JsonForm.Text);

/// <summary>A call of a service that speaks JSON with <c>X-Amz-Target</c>.</summary>
/// <param name="service">Which service.</param>
/// <param name="action">Its operation.</param>
/// <param name="members">In the order of the request.</param>
/// <param name="listName">The members stand in the only element of this list.</param>
internal sealed class JsonOperation(
    AwsServiceFacts service, string action, JsonMember[] members, string? listName = null) : ServiceOperation
{
    private const int ExpectedBytes = 1_024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override AwsServiceFacts Service { get; } = service;

    public override ServiceRequest? TryBuild(ServiceParameters parameters, out string? wrong)
    {
        using var output = new MemoryStream(ExpectedBytes);
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        if (listName is not null)
        {
            json.WriteStartArray(listName);
            json.WriteStartObject();
        }

        wrong = null;
        foreach (var member in members)
        {
            if (parameters.Has(member.Name) && !TryWrite(json, member, parameters))
            {
                wrong = member.Name;
                return null;
            }
        }

        if (listName is not null)
        {
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return new ServiceRequest
        {
            ContentType = Service.ContentType,
            Target = Service.TargetPrefix + action,
            Body = output.ToArray(),
        };
    }

    private static bool TryWrite(Utf8JsonWriter json, JsonMember member, ServiceParameters parameters)
    {
        switch (member.Form)
        {
            case JsonForm.Blob:
                json.WriteBase64String(member.Member, parameters.Bytes(member.Name).Span);
                return true;
            case JsonForm.Time:
                return TryWriteTime(json, member.Member, parameters.Text(member.Name));
            case JsonForm.Texts:
                return TryWriteTexts(json, member.Member, parameters.Bytes(member.Name));
            case JsonForm.ObjectText when !IsObject(parameters.Bytes(member.Name)):
                return false;
            default:
                json.WriteString(member.Member, parameters.Text(member.Name));
                return true;
        }
    }

    private static bool TryWriteTime(Utf8JsonWriter json, string member, string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var epoch))
        {
            json.WriteNumber(member, epoch);
            return true;
        }

        if (!DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time))
        {
            return false;
        }

        json.WriteNumber(member, time.ToUnixTimeMilliseconds() / 1_000m);
        return true;
    }

    private static bool TryWriteTexts(Utf8JsonWriter json, string member, ReadOnlyMemory<byte> text)
    {
        if (JsonTexts.TryRead(text, out var texts))
        {
            json.WriteStartArray(member);
            foreach (var one in texts)
            {
                json.WriteStringValue(one);
            }

            json.WriteEndArray();
            return true;
        }

        return false;
    }

    private static bool IsObject(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
