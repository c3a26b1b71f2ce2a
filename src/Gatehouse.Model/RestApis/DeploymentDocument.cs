using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>A deployment as the management API shows it. Stored under <c>{apiId}/{deploymentId}</c>.</summary>
public sealed record DeploymentDocument : IDocument<DeploymentDocument>
{
    public static string Kind => "apigateway/deployment";

    public static JsonTypeInfo<DeploymentDocument> TypeInfo => RestApiJson.Default.DeploymentDocument;

    public required string Id { get; init; }

    public string? Description { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long CreatedDate { get; init; }
}

/// <summary>
/// What a deployment froze, immutable. Stored under <c>{apiId}/{deploymentId}</c>, apart from
/// <see cref="DeploymentDocument"/> because listing deployments must not read whole APIs.
/// </summary>
public sealed record DeploymentSnapshotDocument : IDocument<DeploymentSnapshotDocument>
{
    public static string Kind => "apigateway/deploymentsnapshot";

    public static JsonTypeInfo<DeploymentSnapshotDocument> TypeInfo => RestApiJson.Default.DeploymentSnapshotDocument;

    public required RestApiDefinition Definition { get; init; }
}
