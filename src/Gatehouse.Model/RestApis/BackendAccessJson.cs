using System.Text.Json.Serialization;

namespace Gatehouse.Model.RestApis;

/// <summary>The stored form of VPC links and client certificates: AWS's member names, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VpcLinkDocument))]
[JsonSerializable(typeof(ClientCertificateDocument))]
[JsonSerializable(typeof(ClientCertificateKeyDocument))]
public sealed partial class BackendAccessJson : JsonSerializerContext;
