using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gatehouse.Identity.Policies;

namespace Gatehouse.Identity.Sessions;

/// <summary>What a session token says. Sealed: the client can neither read nor change it.</summary>
public sealed record SessionClaims
{
    public required string AccessKeyId { get; init; }

    public required string SecretAccessKey { get; init; }

    public required PrincipalKind Kind { get; init; }

    public required string Account { get; init; }

    /// <summary>Of the session.</summary>
    public required string Arn { get; init; }

    /// <summary>Of the role, the user or the root behind it.</summary>
    public required string IssuerArn { get; init; }

    /// <summary>The unique id of the role or user behind it: a recreated one does not inherit sessions.</summary>
    public required string IssuerId { get; init; }

    /// <summary>The document id of the role or user.</summary>
    public required string IssuerName { get; init; }

    public required string UserId { get; init; }

    public required DateTimeOffset Issued { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    public ImmutableArray<string>? TransitiveTagKeys { get; init; }

    /// <summary>The document that was passed with the request.</summary>
    public string? Policy { get; init; }

    /// <summary>Managed policies that were passed with the request.</summary>
    public ImmutableArray<string>? PolicyArns { get; init; }

    public string? SourceIdentity { get; init; }

    public string? FederatedProvider { get; init; }

    /// <summary>Assumed with the credentials of another role: role chaining.</summary>
    public bool IsChained { get; init; }

    public override string ToString() => $"session of {Arn}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionClaims))]
internal sealed partial class SessionJson : JsonSerializerContext;
