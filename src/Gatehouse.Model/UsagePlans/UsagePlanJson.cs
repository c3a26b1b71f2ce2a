using System.Text.Json.Serialization;

namespace Gatehouse.Model.UsagePlans;

/// <summary>The stored form of keys, plans and counters: AWS's member names, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiKeyDocument))]
[JsonSerializable(typeof(ApiKeyValueDocument))]
[JsonSerializable(typeof(UsagePlanDocument))]
[JsonSerializable(typeof(UsagePlanKeyDocument))]
[JsonSerializable(typeof(UsagePlanEditionDocument))]
[JsonSerializable(typeof(UsageDocument))]
public sealed partial class UsagePlanJson : JsonSerializerContext;
