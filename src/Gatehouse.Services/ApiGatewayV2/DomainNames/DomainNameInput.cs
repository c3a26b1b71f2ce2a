using System.Text.Json.Nodes;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.DomainNames;

/// <summary>A custom domain as a caller's members leave it (http-api §3.8).</summary>
internal static class DomainNameInput
{
    public static DomainNameDocument Apply(OperationInput input, DomainNameDocument before)
    {
        var after = before;
        if (input.Members["DomainNameConfigurations"] is JsonArray configurations)
        {
            if (configurations.Count > 1)
            {
                // Both types at once are version 1's migration. The text is ours.
                throw ApiGatewayV2Faults.BadRequest("Only one domain name configuration can be specified");
            }

            after = configurations.OfType<JsonObject>().Aggregate(after, Configure);
        }

        if (input.FindString("RoutingMode") is { } mode)
        {
            after = after with { RoutingMode = RoutingModes.ToV1(mode) };
        }

        return input.Members["MutualTlsAuthentication"] is JsonObject mutual
            ? after with { MutualTlsAuthentication = MutualTls(mutual, after.MutualTlsAuthentication) }
            : after;
    }

    private static DomainNameDocument Configure(DomainNameDocument domain, JsonObject sent)
    {
        var type = Text(sent, "EndpointType") ?? domain.EndpointConfiguration.Types[0];
        var isRegional = type == EndpointRules.Regional;
        var certificate = Text(sent, "CertificateArn");
        var name = Text(sent, "CertificateName");
        return domain with
        {
            EndpointConfiguration = EndpointRules.Complete(new EndpointConfiguration
            {
                Types = [type],
                IpAddressType = Text(sent, "IpAddressType") ?? domain.EndpointConfiguration.IpAddressType,
            }),
            RegionalCertificateArn = isRegional ? certificate ?? domain.RegionalCertificateArn : null,
            RegionalCertificateName = isRegional ? name ?? domain.RegionalCertificateName : null,
            CertificateArn = isRegional ? null : certificate ?? domain.CertificateArn,
            CertificateName = isRegional ? null : name ?? domain.CertificateName,
            SecurityPolicy = Text(sent, "SecurityPolicy") ?? domain.SecurityPolicy,
            OwnershipVerificationCertificateArn = Text(sent, "OwnershipVerificationCertificateArn")
                ?? domain.OwnershipVerificationCertificateArn,
        };
    }

    /// <summary>An empty address ends mutual TLS.</summary>
    private static MutualTlsAuthentication? MutualTls(JsonObject sent, MutualTlsAuthentication? before) =>
        DomainNameRules.CheckTruststore(new MutualTlsAuthentication
        {
            TruststoreUri = sent["TruststoreUri"]?.GetValue<string>() ?? before?.TruststoreUri,
            TruststoreVersion = sent["TruststoreVersion"]?.GetValue<string>() ?? before?.TruststoreVersion,
        });

    private static string? Text(JsonObject sent, string member) =>
        InputMembers.Empty(sent[member]?.GetValue<string>());
}
