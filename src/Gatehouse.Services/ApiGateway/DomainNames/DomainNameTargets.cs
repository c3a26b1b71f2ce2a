using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGateway.RestApis;

namespace Gatehouse.Services.ApiGateway.DomainNames;

/// <summary>
/// The names that a domain's owner points the DNS at (rest-control-plane §1.12, §2.21). They have AWS's form; where
/// Gatehouse listens, the owner knows.
/// </summary>
internal static class DomainNameTargets
{
    /// <value>The hosted zone of CloudFront; the same everywhere.</value>
    private const string EdgeZone = "Z2FDTNDATAQYW2";

    /// <value>The hosted zone of us-east-1's regional endpoints; the others' are not in the sheet.</value>
    private const string RegionalZone = "Z1UJRXOUMOOFQ8";

    private const int RegionalTargetLength = 10;
    private const int EdgeTargetLength = 13;

    /// <summary>Fills in what the endpoint types call for and removes what they do not.</summary>
    public static DomainNameDocument Complete(
        DomainNameDocument domain, IIdSource ids, DocumentScope scope, DateTimeOffset now)
    {
        var types = domain.EndpointConfiguration.Types;
        var isEdge = types.Contains(EndpointRules.Edge, StringComparer.Ordinal);
        var isRegional = types.Contains(EndpointRules.Regional, StringComparer.Ordinal);
        return domain with
        {
            DistributionDomainName = isEdge
                ? domain.DistributionDomainName ?? $"d{ids.AlphanumericId(EdgeTargetLength)}.cloudfront.net"
                : null,
            DistributionHostedZoneId = isEdge ? EdgeZone : null,
            RegionalDomainName = isRegional
                ? domain.RegionalDomainName
                    ?? $"d-{ids.AlphanumericId(RegionalTargetLength)}.execute-api.{scope.Region}.amazonaws.com"
                : null,
            RegionalHostedZoneId = isRegional ? RegionalZone : null,
            CertificateUploadDate = isRegional && !isEdge
                ? null
                : domain.CertificateUploadDate ?? now.ToUnixTimeSeconds(),
        };
    }

    public static string PrivateArn(DocumentScope scope, string name, string id) =>
        $"arn:aws:apigateway:{scope.Region}:{scope.Account}:/domainnames/{name}+{id}";
}
