using Gatehouse.Model.Arns;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>
/// An AWS integration's URI taken apart: <c>arn:{partition}:apigateway:{region}:{[subdomain.]service}:{path|action}/…</c>
/// (sheet §5.2). Its region is the target's, which may be another than the API's.
/// </summary>
internal sealed record AwsUri(
    string Partition, string Region, string? Subdomain, string Service, bool IsAction, string Request)
{
    private const string PathWord = "path";
    private const string ActionPrefix = "action/";

    /// <param name="text">With its stage variables already put in.</param>
    /// <returns><see langword="null"/> when it names no service.</returns>
    public static AwsUri? TryParse(string? text)
    {
        if (!Arn.TryParse(text, out var arn) || arn.Service != "apigateway" || !AwsRegion.IsWellFormed(arn.Region)
            || !IsPartition(arn.Partition))
        {
            return null;
        }

        var dot = arn.Account.LastIndexOf('.');
        var service = arn.Account[(dot + 1)..];
        var subdomain = dot < 0 ? null : arn.Account[..dot];
        if (!IsHostName(service) || (subdomain is not null && !IsHostName(subdomain)))
        {
            return null;
        }

        if (arn.Resource.StartsWith(ActionPrefix, StringComparison.Ordinal))
        {
            return new AwsUri(
                arn.Partition, arn.Region, subdomain, service, IsAction: true, arn.Resource[ActionPrefix.Length..]);
        }

        if (arn.Resource != PathWord && !arn.Resource.StartsWith(PathWord + "/", StringComparison.Ordinal))
        {
            return null;
        }

        // A doubled slash after "path" is tolerated: path//2015-03-31/… and s3:path// for the root.
        return new AwsUri(
            arn.Partition, arn.Region, subdomain, service, IsAction: false,
            "/" + arn.Resource[PathWord.Length..].TrimStart('/'));
    }

    /// <summary>
    /// Labels of a DNS name and nothing else: an API's author cannot write a host of his own into Amazon's.
    /// </summary>
    private static bool IsHostName(string text) =>
        text.Length is > 0 and <= AwsLimits.HostNameLength
        && Array.TrueForAll(
            text.Split('.'),
            static label => label.Length > 0 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    private static bool IsPartition(string text) => text is "aws" or "aws-cn" or "aws-us-gov";
}
