using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.ApisV2;

/// <summary>A named reference to a deployment with its live settings. Stored under <c>{apiId}/{stageName}</c>.</summary>
public sealed record StageV2Document : IDocument<StageV2Document>
{
    /// <summary>The stage that serves the root of an HTTP API's address.</summary>
    public const string Default = "$default";

    public static string Kind => "apigatewayv2/stage";

    public static JsonTypeInfo<StageV2Document> TypeInfo => ApiV2Json.Default.StageV2Document;

    public required string StageName { get; init; }

    /// <summary>Absent until something was deployed: such a stage serves nothing.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>Every change of the API is deployed here at once. Absent unless the caller said so.</summary>
    public bool? AutoDeploy { get; init; }

    /// <summary>Made by quick create; absent on every other stage.</summary>
    public bool? ApiGatewayManaged { get; init; }

    public string? Description { get; init; }

    public AccessLogSettingsV2? AccessLogSettings { get; init; }

    /// <summary>WebSocket only.</summary>
    public string? ClientCertificateId { get; init; }

    public required RouteSettingsV2 DefaultRouteSettings { get; init; }

    /// <summary>By route key; each member that is set overrides the default's.</summary>
    public required ImmutableSortedDictionary<string, RouteSettingsV2> RouteSettings { get; init; }

    public required ImmutableSortedDictionary<string, string> StageVariables { get; init; }

    public required ImmutableSortedDictionary<string, string> Tags { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long CreatedDate { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long LastUpdatedDate { get; init; }

    /// <summary>How the last automatic deployment went.</summary>
    public string? LastDeploymentStatusMessage { get; init; }
}

/// <summary>Settings of one route, or of all. What is absent falls back to the next level (http-api §14).</summary>
public sealed record RouteSettingsV2
{
    /// <summary>WebSocket only.</summary>
    public bool? DataTraceEnabled { get; init; }

    public bool? DetailedMetricsEnabled { get; init; }

    /// <value>WebSocket only: ERROR, INFO or OFF.</value>
    public string? LoggingLevel { get; init; }

    /// <value>Requests; 0 lets none pass.</value>
    public int? ThrottlingBurstLimit { get; init; }

    /// <value>Requests per second; 0 lets none pass.</value>
    public double? ThrottlingRateLimit { get; init; }
}

public sealed record AccessLogSettingsV2
{
    /// <summary>A log group, without the <c>:*</c> behind it.</summary>
    public string? DestinationArn { get; init; }

    public string? Format { get; init; }
}

/// <summary>
/// How often ResetAuthorizersCache was called for a stage: every node empties its own memory when the count has grown.
/// Stored under <c>{apiId}/{stageName}</c>.
/// </summary>
public sealed record StageCacheEditionV2Document : IDocument<StageCacheEditionV2Document>
{
    public static string Kind => "apigatewayv2/stagecacheedition";

    public static JsonTypeInfo<StageCacheEditionV2Document> TypeInfo => ApiV2Json.Default.StageCacheEditionV2Document;

    public required long AuthorizerResets { get; init; }
}
