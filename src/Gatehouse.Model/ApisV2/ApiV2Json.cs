using System.Text.Json.Serialization;

namespace Gatehouse.Model.ApisV2;

/// <summary>
/// The stored form of HTTP and WebSocket API documents: the member names of AWS's model (which the control plane's
/// codec turns into wire names), absent members left out.
/// </summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiV2Document))]
[JsonSerializable(typeof(ApiV2EditionDocument))]
[JsonSerializable(typeof(RouteV2Document))]
[JsonSerializable(typeof(RouteResponseV2Document))]
[JsonSerializable(typeof(IntegrationV2Document))]
[JsonSerializable(typeof(IntegrationResponseV2Document))]
[JsonSerializable(typeof(AuthorizerV2Document))]
[JsonSerializable(typeof(ModelV2Document))]
[JsonSerializable(typeof(DeploymentV2Document))]
[JsonSerializable(typeof(DeploymentSnapshotV2Document))]
[JsonSerializable(typeof(StageV2Document))]
[JsonSerializable(typeof(StageCacheEditionV2Document))]
[JsonSerializable(typeof(VpcLinkV2Document))]
public sealed partial class ApiV2Json : JsonSerializerContext;
