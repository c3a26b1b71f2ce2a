using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGateway.RestApis;

namespace Gatehouse.Services.ApiGateway.DomainNames;

/// <summary>What a custom domain may be (rest-control-plane §1.9, §2.21, §8). Texts without a source there are ours.</summary>
internal static class DomainNameRules
{
    public const string MappingsOnly = "BASE_PATH_MAPPING_ONLY";
    public const string RulesOnly = "ROUTING_RULE_ONLY";
    public const string DefaultSecurityPolicy = "TLS_1_2";

    private const int NameLength = 253;
    private const int LabelLength = 63;
    private const string EdgeRegion = "us-east-1";
    private const string EdgePolicySuffix = "_EDGE";

    /// <summary>A full name of at least two labels; the first may be <c>*</c>.</summary>
    public static string CheckName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw ApiGatewayFaults.BadRequest("No Domain Name specified");
        }

        var lower = name.ToLowerInvariant();
        var labels = lower.Split('.');
        var isValid = lower.Length <= NameLength && labels.Length >= 2;
        for (var i = 0; i < labels.Length && isValid; i++)
        {
            isValid = IsLabel(labels[i]) || (i == 0 && labels[i] == "*" && labels.Length >= 3);
        }

        return isValid ? lower : throw ApiGatewayFaults.BadRequest("Invalid domain name specified");
    }

    /// <summary>Each endpoint type needs its certificate, and EDGE's lives in us-east-1 (§8.1).</summary>
    public static void CheckCertificates(DomainNameDocument domain, bool hasUpload, DocumentScope scope)
    {
        foreach (var type in domain.EndpointConfiguration.Types)
        {
            if (type == EndpointRules.Regional)
            {
                Check(domain.RegionalCertificateArn, domain.RegionalCertificateName is not null, scope, scope.Region);
            }
            else
            {
                Check(
                    domain.CertificateArn,
                    hasUpload || domain.CertificateName is not null,
                    scope,
                    type == EndpointRules.Edge ? EdgeRegion : scope.Region);
            }
        }
    }

    /// <summary>Policies by endpoint type (§8.2).</summary>
    public static void CheckSecurity(DomainNameDocument domain)
    {
        EndpointRules.CheckSecurity(domain.SecurityPolicy, domain.EndpointAccessMode);
        foreach (var type in domain.EndpointConfiguration.Types)
        {
            var isEdgePolicy = domain.SecurityPolicy.EndsWith(EdgePolicySuffix, StringComparison.Ordinal);
            var fits = domain.SecurityPolicy switch
            {
                "TLS_1_0" => type != EndpointRules.Private,
                DefaultSecurityPolicy => true,
                _ => isEdgePolicy == (type == EndpointRules.Edge),
            };
            if (!fits)
            {
                throw ApiGatewayFaults.BadRequest(
                    $"Invalid security policy {domain.SecurityPolicy} for endpoint type {type}");
            }
        }

        if (domain.MutualTlsAuthentication is not null
            && (domain.SecurityPolicy != DefaultSecurityPolicy
                || !domain.EndpointConfiguration.Types.Contains(EndpointRules.Regional, StringComparer.Ordinal)))
        {
            throw ApiGatewayFaults.BadRequest(
                "Mutual TLS authentication is only supported for REGIONAL domain names with security policy TLS_1_2");
        }
    }

    public static MutualTlsAuthentication? CheckTruststore(MutualTlsAuthentication? asked)
    {
        if (string.IsNullOrEmpty(asked?.TruststoreUri))
        {
            return null;
        }

        return asked.TruststoreUri.StartsWith("s3://", StringComparison.Ordinal)
            && asked.TruststoreUri.IndexOf('/', "s3://".Length) > "s3://".Length
            ? asked
            : throw ApiGatewayFaults.BadRequest("Invalid truststoreUri specified. It must have the form s3://bucket/key");
    }

    /// <summary>An uploaded certificate must be one, and its key must be its own.</summary>
    public static void CheckUpload(DomainCertificateDocument upload)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(upload.Body, upload.PrivateKey);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw ApiGatewayFaults.BadRequest("Invalid certificate specified: the body and the private key must be PEM and match");
        }
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LabelLength
        && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static void Check(string? text, bool hasOther, DocumentScope scope, string region)
    {
        if (text is null)
        {
            if (!hasOther)
            {
                throw ApiGatewayFaults.BadRequest("A certificate must be specified for the domain name");
            }

            return;
        }

        if (!Arn.TryParse(text, out var arn) || arn.Service != "acm"
            || !arn.Resource.StartsWith("certificate/", StringComparison.Ordinal))
        {
            throw ApiGatewayFaults.BadRequest($"Invalid certificate ARN: {text}.");
        }

        if (arn.Region != region)
        {
            throw ApiGatewayFaults.BadRequest(
                $"Invalid certificate ARN: {text}. Certificate must be in '{region}'.");
        }

        if (arn.Account != scope.Account)
        {
            throw ApiGatewayFaults.BadRequest("Cross-account certificate references are not allowed.");
        }
    }
}
