using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.DomainNames;

/// <summary>A custom domain as version 2 of the API shows it: the document is version 1's (http-api §3.8).</summary>
internal static class DomainNameV2Shape
{
    public static JsonObject Write(DomainNameDocument domain, DocumentScope scope)
    {
        var configurations = new JsonArray();
        foreach (var type in domain.EndpointConfiguration.Types)
        {
            configurations.Add((JsonNode)Configuration(domain, type));
        }

        var members = new JsonObject
        {
            ["DomainName"] = domain.DomainName,
            ["DomainNameArn"] = domain.DomainNameArn
                ?? $"arn:aws:apigateway:{scope.Region}::/domainnames/{domain.DomainName}",
            ["ApiMappingSelectionExpression"] = "$request.basepath",
            ["DomainNameConfigurations"] = configurations,
            ["RoutingMode"] = RoutingModes.ToV2(domain.RoutingMode),
            ["Tags"] = new JsonObject(
                (domain.Tags ?? InputMembers.NoTexts)
                .Select(static tag => new KeyValuePair<string, JsonNode?>(tag.Key, tag.Value))),
        };
        if (domain.MutualTlsAuthentication is { } mutual)
        {
            members["MutualTlsAuthentication"] = MutualTls(mutual);
        }

        return members;
    }

    public static OperationOutput Output(DomainNameDocument domain, DocumentScope scope) =>
        OperationOutput.Of(Write(domain, scope));

    private static JsonObject Configuration(DomainNameDocument domain, string type)
    {
        var isRegional = type == EndpointRules.Regional;
        var members = new JsonObject
        {
            ["EndpointType"] = type,
            ["DomainNameStatus"] = domain.DomainNameStatus,
            ["SecurityPolicy"] = domain.SecurityPolicy,
        };
        Set(members, "ApiGatewayDomainName", isRegional ? domain.RegionalDomainName : domain.DistributionDomainName);
        Set(members, "HostedZoneId", isRegional ? domain.RegionalHostedZoneId : domain.DistributionHostedZoneId);
        Set(members, "CertificateArn", isRegional ? domain.RegionalCertificateArn : domain.CertificateArn);
        Set(members, "CertificateName", isRegional ? domain.RegionalCertificateName : domain.CertificateName);
        Set(members, "IpAddressType", domain.EndpointConfiguration.IpAddressType);
        Set(members, "OwnershipVerificationCertificateArn", domain.OwnershipVerificationCertificateArn);
        if (domain.CertificateUploadDate is { } uploaded && !isRegional)
        {
            members["CertificateUploadDate"] = uploaded;
        }

        return members;
    }

    private static JsonObject MutualTls(MutualTlsAuthentication mutual)
    {
        var members = new JsonObject();
        Set(members, "TruststoreUri", mutual.TruststoreUri);
        Set(members, "TruststoreVersion", mutual.TruststoreVersion);
        if (mutual.TruststoreWarnings is { IsEmpty: false } warnings)
        {
            members["TruststoreWarnings"] = new JsonArray([.. warnings.Select(static text => JsonValue.Create(text))]);
        }

        return members;
    }

    private static void Set(JsonObject members, string name, string? value)
    {
        if (value is not null)
        {
            members[name] = value;
        }
    }
}
