using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UsagePlans;

/// <summary>A key that callers of methods with <c>apiKeyRequired</c> send. Stored under its id.</summary>
/// <remarks>
/// The value is sealed at rest and not merely hashed, because GetApiKey shows it on request (security §8). Callers are
/// found by its hash. It is never logged.
/// </remarks>
public sealed record ApiKeyDocument : IDocument<ApiKeyDocument>
{
    public static string Kind => "apigateway/apikey";

    public static bool IsSecret => true;

    public static JsonTypeInfo<ApiKeyDocument> TypeInfo => UsagePlanJson.Default.ApiKeyDocument;

    /// <summary>Ten lower-case letters and digits.</summary>
    public required string Id { get; init; }

    /// <summary>What the caller sends: 20 to 128 characters, never changed. A secret.</summary>
    public required string Value { get; init; }

    public string? Name { get; init; }

    public string? CustomerId { get; init; }

    public string? Description { get; init; }

    public bool Enabled { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long CreatedDate { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long LastUpdatedDate { get; init; }

    /// <summary>Grows with every creation: lists show the newest first, and several are made within a second.</summary>
    public required long CreationOrder { get; init; }

    /// <summary><c>{apiId}/{stageName}</c>: the deprecated link without a plan; it admits nobody.</summary>
    public ImmutableArray<string>? StageKeys { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    public override string ToString() => $"API key {Id}";
}

/// <summary>
/// Keeps the values of keys unique in an account and region: two creations of one value meet at this document. Stored
/// under the SHA-256 of the value in lower-case hex.
/// </summary>
public sealed record ApiKeyValueDocument : IDocument<ApiKeyValueDocument>
{
    public static string Kind => "apigateway/apikeyvalue";

    public static JsonTypeInfo<ApiKeyValueDocument> TypeInfo => UsagePlanJson.Default.ApiKeyValueDocument;

    public required string KeyId { get; init; }
}
