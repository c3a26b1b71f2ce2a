using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Aws;

namespace Gatehouse.Execution.Http.Integrations.Services;

/// <summary>
/// A call of SQS in its query protocol, whose answer is XML. Which of SQS's two protocols Amazon uses here is unconfirmed
/// (http-api §9); the answers that circulate are XML.
/// </summary>
/// <param name="action">The operation.</param>
/// <param name="members">Parameters that are sent under their own names.</param>
internal sealed class QueueOperation(string action, params string[] members) : ServiceOperation
{
    public const string QueueUrl = "QueueUrl";

    private const string Version = "2012-11-05";

    private static readonly AwsServiceFacts Sqs = AwsServiceFacts.Find("sqs");

    public override AwsServiceFacts Service => Sqs;

    public override ServiceRequest? TryBuild(ServiceParameters parameters, out string? wrong)
    {
        var form = new StringBuilder("Action=").Append(action).Append("&Version=").Append(Version);
        wrong = QueueUrl;
        if (PathOf(parameters.Text(QueueUrl)) is not { } path)
        {
            return null;
        }

        Append(form, QueueUrl, parameters.Text(QueueUrl));
        foreach (var name in members)
        {
            wrong = name;
            if (parameters.Has(name) && !TryAppend(form, name, parameters))
            {
                return null;
            }
        }

        wrong = null;
        return new ServiceRequest
        {
            Path = path,
            ContentType = "application/x-www-form-urlencoded",
            Body = Encoding.ASCII.GetBytes(form.ToString()),
        };
    }

    /// <summary>
    /// The queue's own path. Its host is the operator's word and never a caller's: a queue URL cannot send the call elsewhere.
    /// </summary>
    private static string? PathOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.AbsolutePath.Length > 1 && !TargetRules.HasDotSegment(uri.AbsolutePath)
            ? PercentEncoding.EncodeRawPath(uri.AbsolutePath)
            : null;

    private static bool TryAppend(StringBuilder form, string name, ServiceParameters parameters)
    {
        switch (name)
        {
            case "MessageAttributes":
                return TryAppendAttributes(form, "MessageAttribute", parameters.Bytes(name));
            case "MessageSystemAttributes":
                return TryAppendAttributes(form, "MessageSystemAttribute", parameters.Bytes(name));
            case "AttributeNames":
                return TryAppendNames(form, "AttributeName", parameters.Bytes(name));
            case "MessageAttributeNames":
                return TryAppendNames(form, "MessageAttributeName", parameters.Bytes(name));
            case "DelaySeconds" or "MaxNumberOfMessages" or "VisibilityTimeout" or "WaitTimeSeconds":
                var text = parameters.Text(name).Trim();
                Append(form, name, text);
                return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            default:
                Append(form, name, parameters.Text(name));
                return true;
        }
    }

    private static bool TryAppendNames(StringBuilder form, string prefix, ReadOnlyMemory<byte> text)
    {
        if (!JsonTexts.TryRead(text, out var names))
        {
            return false;
        }

        for (var i = 0; i < names.Count; i++)
        {
            Append(form, string.Create(CultureInfo.InvariantCulture, $"{prefix}.{i + 1}"), names[i]);
        }

        return true;
    }

    /// <summary><c>{"name":{"DataType":"String","StringValue":"…"}}</c>.</summary>
    private static bool TryAppendAttributes(StringBuilder form, string prefix, ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            var number = 0;
            foreach (var attribute in document.RootElement.EnumerateObject())
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{prefix}.{++number}");
                Append(form, place + ".Name", attribute.Name);
                if (attribute.Value.ValueKind != JsonValueKind.Object)
                {
                    return false;
                }

                foreach (var member in attribute.Value.EnumerateObject())
                {
                    if (member.Name is not ("DataType" or "StringValue" or "BinaryValue")
                        || member.Value.ValueKind != JsonValueKind.String)
                    {
                        return false;
                    }

                    Append(form, $"{place}.Value.{member.Name}", member.Value.GetString()!);
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Append(StringBuilder form, string name, string value) =>
        form.Append('&').Append(name).Append('=').Append(PercentEncoding.EncodeQuery(value));
}
