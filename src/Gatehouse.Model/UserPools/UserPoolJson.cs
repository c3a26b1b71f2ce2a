using System.Text.Json.Serialization;

namespace Gatehouse.Model.UserPools;

/// <summary>How documents of user pools are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(UserPoolDocument))]
[JsonSerializable(typeof(UserPoolClientDocument))]
[JsonSerializable(typeof(PoolUserDocument))]
[JsonSerializable(typeof(PoolAliasDocument))]
[JsonSerializable(typeof(PoolGroupDocument))]
[JsonSerializable(typeof(ResourceServerDocument))]
[JsonSerializable(typeof(UserPoolDomainDocument))]
[JsonSerializable(typeof(PoolProviderDocument))]
[JsonSerializable(typeof(UserPoolKeysDocument))]
[JsonSerializable(typeof(PoolSessionDocument))]
[JsonSerializable(typeof(AuthorizationCodeDocument))]
internal sealed partial class UserPoolJson : JsonSerializerContext;
