using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.ApisV2;

/// <summary>A deployment as the management API shows it. Stored under <c>{apiId}/{deploymentId}</c>.</summary>
public sealed record DeploymentV2Document : IDocument<DeploymentV2Document>
{
    public const string Deployed = "DEPLOYED";

    public static string Kind => "apigatewayv2/deployment";

    public static JsonTypeInfo<DeploymentV2Document> TypeInfo => ApiV2Json.Default.DeploymentV2Document;

    public required string DeploymentId { get; init; }

    /// <summary>Made by a change of an API that a stage deploys by itself.</summary>
    public required bool AutoDeployed { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long CreatedDate { get; init; }

    /// <value>PENDING, FAILED or DEPLOYED.</value>
    public required string DeploymentStatus { get; init; }

    public string? DeploymentStatusMessage { get; init; }

    public string? Description { get; init; }
}

/// <summary>
/// What a deployment froze, immutable. Stored under <c>{apiId}/{deploymentId}</c>. An automatic deployment that is in
/// force has none: what it froze is what the API's own documents say, and writing all of them anew with every change
/// would make the three hundredth route three hundred times as dear as the first. It gets its snapshot when the two
/// part. <see cref="ApiV2Definitions"/> knows the difference; nothing else needs to.
/// </summary>
public sealed record DeploymentSnapshotV2Document : IDocument<DeploymentSnapshotV2Document>
{
    public static string Kind => "apigatewayv2/deploymentsnapshot";

    public static JsonTypeInfo<DeploymentSnapshotV2Document> TypeInfo => ApiV2Json.Default.DeploymentSnapshotV2Document;

    public required ApiV2Definition Definition { get; init; }
}
