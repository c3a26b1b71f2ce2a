using System.Globalization;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Model.ExternalServices;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>Where a service is reached and with what: settled at publish, from the operator's words alone.</summary>
internal sealed record AwsEndpoint
{
    private const string GlobalRegion = "us-east-1";

    public required UpstreamTarget Target { get; init; }

    /// <summary>The Host header, which the signature covers.</summary>
    public required string Host { get; init; }

    /// <summary>Goes before every path: that of the operator's endpoint, and the bucket of an S3 subdomain.</summary>
    public required string PathPrefix { get; init; }

    /// <summary>Of the signature's scope.</summary>
    public required string Region { get; init; }

    public required ServiceCredentials Credentials { get; init; }

    public string Url => (Target.IsTls ? "https://" : "http://") + Host + PathPrefix;

    /// <param name="map">The operator's.</param>
    /// <param name="service">Which service.</param>
    /// <param name="uri">Gives partition, region and subdomain.</param>
    /// <param name="error">When <see langword="null"/> is returned: which setting is missing.</param>
    public static AwsEndpoint? TryResolve(
        ExternalServiceMap map, AwsServiceFacts service, AwsUri uri, out string? error)
    {
        var entry = map.Find(service.Name);
        error = null;
        if (entry.Credentials is null)
        {
            error = $"no credentials for the service {service.Name}: give \"services\".\"{service.Name}\" (or \"*\") an "
                + $"accessKeyId and a secretAccessKey in {map.Source}, or set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY";
            return null;
        }

        var region = entry.Region ?? (service.IsGlobal && entry.Endpoint is null ? GlobalRegion : uri.Region);
        var amazons = AmazonHost(service, uri);
        if (entry.Endpoint is not { } endpoint)
        {
            return new AwsEndpoint
            {
                Target = new UpstreamTarget(IsTls: true, amazons, 443, Tls: null),
                Host = amazons,
                PathPrefix = string.Empty,
                Region = region,
                Credentials = entry.Credentials,
            };
        }

        var isTls = endpoint.Scheme == Uri.UriSchemeHttps;
        var target = new UpstreamTarget(isTls, endpoint.Host, endpoint.Port, Tls: null);
        var prefix = endpoint.AbsolutePath.TrimEnd('/');
        var isBucket = service.IsS3 && uri.Subdomain is not null;
        return new AwsEndpoint
        {
            Target = target,
            // A stand-in tells customers' hosts apart as Amazon does, by name; one name for a service is its own.
            Host = uri.Subdomain is null || isBucket ? target.FormatAuthority() : amazons,
            PathPrefix = isBucket ? $"{prefix}/{uri.Subdomain}" : prefix,
            Region = region,
            Credentials = entry.Credentials,
        };
    }

    /// <summary><c>[{subdomain}.]{service}.{region}.{dnsSuffix}</c> (sheet §5.2).</summary>
    private static string AmazonHost(AwsServiceFacts service, AwsUri uri)
    {
        var suffix = uri.Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
        var label = service.HostLabel ?? service.Name;
        var subdomain = uri.Subdomain is null ? string.Empty : uri.Subdomain + ".";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{subdomain}{label}.{(service.IsGlobal ? string.Empty : uri.Region + ".")}{suffix}");
    }
}
