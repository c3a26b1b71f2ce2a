using System.Text.Json.Serialization;

namespace Gatehouse.Model.RestApis;

/// <summary>The stored form of REST API documents: AWS's member names, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RestApiDocument))]
[JsonSerializable(typeof(ResourceDocument))]
[JsonSerializable(typeof(ModelDocument))]
[JsonSerializable(typeof(RequestValidatorDocument))]
[JsonSerializable(typeof(AuthorizerDocument))]
[JsonSerializable(typeof(GatewayResponseDocument))]
[JsonSerializable(typeof(DeploymentDocument))]
[JsonSerializable(typeof(DeploymentSnapshotDocument))]
[JsonSerializable(typeof(StageDocument))]
[JsonSerializable(typeof(StageCacheEditionDocument))]
[JsonSerializable(typeof(AccountSettingsDocument))]
[JsonSerializable(typeof(RestApiEditionDocument))]
[JsonSerializable(typeof(DocumentationPartDocument))]
[JsonSerializable(typeof(DocumentationVersionDocument))]
[JsonSerializable(typeof(DocumentationSnapshotDocument))]
public sealed partial class RestApiJson : JsonSerializerContext;
