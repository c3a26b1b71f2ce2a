using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Model.Arns;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.Stages;

/// <summary>What a stage's access log settings may say (observability §2.1, rest-execution §14.3).</summary>
internal static partial class AccessLogRules
{
    /// <value>Milliseconds; the patterns are linear and the format is at most 3 KB.</value>
    private const int MatchTimeoutMs = 1_000;

    private const string LogGroupPrefix = "log-group:";
    private const string DeliveryStream = "deliverystream/amazon-apigateway-";

    /// <summary>
    /// Checks what was changed; a group's ARN loses the <c>:*</c> that CloudFormation's attribute has.
    /// </summary>
    public static StageDocument Check(StageDocument before, StageDocument after)
    {
        if (after.AccessLogSettings is not { } settings || settings == before.AccessLogSettings)
        {
            return after;
        }

        if (settings.Format is { } format)
        {
            CheckFormat(format);
        }

        return settings.DestinationArn is { } destination
            ? after with { AccessLogSettings = settings with { DestinationArn = Destination(destination) } }
            : after;
    }

    /// <summary>The texts of the length, the variables and the missing id are unconfirmed.</summary>
    public static void CheckFormat(string format)
    {
        if (Encoding.UTF8.GetByteCount(format) > ApiGatewayLimits.MaxAccessLogFormatBytes)
        {
            throw ApiGatewayFaults.BadRequest(
                $"Access Log format must not be longer than {ApiGatewayLimits.MaxAccessLogFormatBytes} bytes");
        }

        if (format.TrimEnd('\r', '\n').AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw ApiGatewayFaults.BadRequest(
                "Access Log format must be single line, new line character is allowed only at end of the format: "
                + format);
        }

        foreach (var reference in Reference().EnumerateMatches(format))
        {
            var name = format.AsSpan(reference.Index, reference.Length);
            if (!name.StartsWith("$context.", StringComparison.Ordinal))
            {
                throw ApiGatewayFaults.BadRequest(
                    $"Access Log format may hold $context variables only: {name.ToString()} is none");
            }
        }

        if (!RequestIdOf().IsMatch(format))
        {
            throw ApiGatewayFaults.BadRequest(
                "Access Log format must contain at least $context.requestId or $context.extendedRequestId");
        }
    }

    /// <summary>A log group, all that HTTP APIs write to (http-api §3.7); the ARN without <c>:*</c>.</summary>
    public static string LogGroup(string text) => FindLogGroup(text) ?? throw ApiGatewayFaults.BadRequest(
        $"Invalid ARN specified in the request: {text}. It must name a CloudWatch Logs log group");

    /// <summary>
    /// A log group, or a delivery stream whose name begins as Amazon demands. The text is unconfirmed.
    /// </summary>
    public static string Destination(string text)
    {
        if (FindLogGroup(text) is { } group)
        {
            return group;
        }

        if (Arn.TryParse(text, out var arn) && arn.Service == "firehose"
            && arn.Resource.StartsWith(DeliveryStream, StringComparison.Ordinal)
            && arn.Resource.Length > DeliveryStream.Length)
        {
            return text;
        }

        throw ApiGatewayFaults.BadRequest(
            $"Invalid ARN specified in the request: {text}. It must name a CloudWatch Logs log group or a Firehose "
            + "delivery stream whose name begins with amazon-apigateway-");
    }

    private static string? FindLogGroup(string text)
    {
        if (!Arn.TryParse(text, out var arn) || arn.Service != "logs"
            || !arn.Resource.StartsWith(LogGroupPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var name = arn.Resource[LogGroupPrefix.Length..];
        name = name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
        return GroupName().IsMatch(name)
            ? text.EndsWith(":*", StringComparison.Ordinal) ? text[..^2] : text
            : null;
    }

    [GeneratedRegex(@"\$[A-Za-z][A-Za-z0-9_.]*", RegexOptions.CultureInvariant, MatchTimeoutMs)]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"\$context\.(requestId|extendedRequestId)(?![A-Za-z0-9_])", RegexOptions.CultureInvariant, MatchTimeoutMs)]
    private static partial Regex RequestIdOf();

    [GeneratedRegex(@"\A[.\-_/#A-Za-z0-9]{1,512}\z", RegexOptions.CultureInvariant, MatchTimeoutMs)]
    private static partial Regex GroupName();
}
