using System.Text.Json.Serialization;

namespace Gatehouse.Model.Domains;

/// <summary>The stored form of custom domains: AWS's member names, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DomainNameDocument))]
[JsonSerializable(typeof(DomainCertificateDocument))]
[JsonSerializable(typeof(BasePathMappingDocument))]
[JsonSerializable(typeof(RoutingRuleDocument))]
[JsonSerializable(typeof(DomainNameAccessAssociationDocument))]
[JsonSerializable(typeof(TruststoreDocument))]
public sealed partial class DomainJson : JsonSerializerContext;
