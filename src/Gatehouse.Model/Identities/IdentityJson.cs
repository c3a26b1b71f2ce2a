using System.Text.Json.Serialization;

namespace Gatehouse.Model.Identities;

/// <summary>How identity documents are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UserDocument))]
[JsonSerializable(typeof(GroupDocument))]
[JsonSerializable(typeof(RoleDocument))]
[JsonSerializable(typeof(ManagedPolicyDocument))]
[JsonSerializable(typeof(AccessKeyDocument))]
[JsonSerializable(typeof(OidcProviderDocument))]
internal sealed partial class IdentityJson : JsonSerializerContext;
