using System.Collections.Immutable;
using System.Net;
using Gatehouse.Execution.Caching;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;
using Gatehouse.Server.Secrets;

namespace Gatehouse.Server.Composition;

/// <summary>Everything that the command line settles before the server is composed.</summary>
internal sealed record ServerOptions
{
    /// <value>TCP port of the plain listener, 0 to 65,535; 0 lets the system pick. Default 4566.</value>
    public int Port { get; init; } = 4566;

    /// <summary>The address that both listeners bind. Default loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The folder of the store, the function packages and the runtimes' working files.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Serves TLS (HTTP/1.1 and HTTP/2) on this port too; <see langword="null"/> for none.</summary>
    public int? TlsPort { get; init; }

    /// <summary>The listeners and address ranges that count as VPC endpoints.</summary>
    public ImmutableArray<VpcEndpoint> VpcEndpoints { get; init; } = [];

    /// <summary>Where the key is that wraps the keys of what is kept secret.</summary>
    public MasterKeySource MasterKey { get; init; } = new();

    /// <summary>PEM file of the listener's certificate chain; without it a self-signed one is made in the data directory.</summary>
    public string? TlsCertificateFile { get; init; }

    public string? TlsKeyFile { get; init; }

    /// <summary>Accepts any well-formed credentials on an address that is not loopback.</summary>
    public bool IsInsecureAllowed { get; init; }

    /// <summary>Verifies and authorizes every management call, on loopback too.</summary>
    public bool IsIamEnforced { get; init; }

    /// <summary>The limits of calls.</summary>
    public OperatorLimits Limits { get; init; } = OperatorLimits.Default;

    /// <summary>The root access key, from <c>GATEHOUSE_ROOT_ACCESS_KEY_ID</c>.</summary>
    public string? RootAccessKeyId { get; init; }

    /// <summary>The root secret, from <c>GATEHOUSE_ROOT_SECRET_ACCESS_KEY</c>. Never logged.</summary>
    public string? RootSecretAccessKey { get; init; }

    /// <summary>
    /// The map of services outside (<c>services.json</c>); <see langword="null"/> looks in the data folder.
    /// </summary>
    public string? ServicesFile { get; init; }

    /// <summary>The operator named the file: it must be there.</summary>
    public bool IsServicesFileGiven { get; init; }

    /// <summary>The rate that all APIs of an account and region share.</summary>
    /// <value>Requests per second and requests at once; -1 is no limit. Default: Amazon's 10,000 and 5,000.</value>
    public ThrottleSettings AccountThrottle { get; init; } = new();

    /// <summary>The memory of response caches.</summary>
    public ResponseCacheOptions Caching { get; init; } = new();

    /// <summary>A folder whose files take the place of the templates of generated SDKs; <see langword="null"/> for none.</summary>
    public string? SdkTemplates { get; init; }

    /// <summary>
    /// Before the pool's id in the issuer of user pools' tokens; <see langword="null"/> for Amazon's own form.
    /// </summary>
    public string? UserPoolIssuer { get; init; }

    /// <summary>What scrapers of the metrics page must send as a bearer token, from <c>GATEHOUSE_METRICS_TOKEN</c>. Never logged.</summary>
    public string? MetricsToken { get; init; }

    /// <summary>Whoever reaches the port may read the metrics page.</summary>
    public bool AreMetricsPublic { get; init; }

    public bool IsLoopback => IPAddress.IsLoopback(Address);

    public bool HasRootCredentials => RootAccessKeyId is not null && RootSecretAccessKey is not null;
}
