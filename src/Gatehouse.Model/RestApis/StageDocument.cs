using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>A named reference to a deployment with its live settings. Stored under <c>{apiId}/{stageName}</c>.</summary>
public sealed record StageDocument : IDocument<StageDocument>
{
    public static string Kind => "apigateway/stage";

    public static JsonTypeInfo<StageDocument> TypeInfo => RestApiJson.Default.StageDocument;

    public required string StageName { get; init; }

    public required string DeploymentId { get; init; }

    public string? Description { get; init; }

    public bool CacheClusterEnabled { get; init; }

    public string? CacheClusterSize { get; init; }

    public string CacheClusterStatus { get; init; } = "NOT_AVAILABLE";

    /// <summary>By the literal key of the patch path: <c>*/*</c>, <c>~1pets/GET</c>.</summary>
    public ImmutableSortedDictionary<string, MethodSetting> MethodSettings { get; init; } =
        ImmutableSortedDictionary<string, MethodSetting>.Empty;

    public ImmutableSortedDictionary<string, string>? Variables { get; init; }

    public string? DocumentationVersion { get; init; }

    public AccessLogSettings? AccessLogSettings { get; init; }

    public CanarySettings? CanarySettings { get; init; }

    public bool TracingEnabled { get; init; }

    public string? ClientCertificateId { get; init; }

    public string? WebAclArn { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long CreatedDate { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long LastUpdatedDate { get; init; }
}

/// <summary>Settings of one method, or of all by <c>*/*</c>. The defaults are what AWS fills in beside the first patched one.</summary>
public sealed record MethodSetting
{
    public bool MetricsEnabled { get; init; }

    /// <value>OFF, ERROR, INFO; absent until patched.</value>
    public string? LoggingLevel { get; init; }

    public bool DataTraceEnabled { get; init; }

    /// <value>Requests; -1 is no limit. Default 5,000.</value>
    public int ThrottlingBurstLimit { get; init; } = 5_000;

    /// <value>Requests per second; -1 is no limit. Default 10,000.</value>
    public double ThrottlingRateLimit { get; init; } = 10_000;

    public bool CachingEnabled { get; init; }

    /// <value>Seconds, 0 to 3,600. Default 300.</value>
    public int CacheTtlInSeconds { get; init; } = 300;

    public bool CacheDataEncrypted { get; init; }

    public bool RequireAuthorizationForCacheControl { get; init; } = true;

    public string UnauthorizedCacheControlHeaderStrategy { get; init; } = "SUCCEED_WITH_RESPONSE_HEADER";
}

public sealed record AccessLogSettings
{
    public string? Format { get; init; }

    public string? DestinationArn { get; init; }
}

public sealed record CanarySettings
{
    /// <value>Percent, 0.0 to 100.0. Default 0.0.</value>
    public double PercentTraffic { get; init; }

    public string? DeploymentId { get; init; }

    public ImmutableSortedDictionary<string, string>? StageVariableOverrides { get; init; }

    public bool UseStageCache { get; init; }
}
