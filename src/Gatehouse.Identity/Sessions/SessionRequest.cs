using System.Collections.Immutable;

namespace Gatehouse.Identity.Sessions;

/// <summary>What is asked of a new session.</summary>
public sealed record SessionRequest
{
    public required string Name { get; init; }

    public required TimeSpan Duration { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>A policy that narrows the session.</summary>
    public string? Policy { get; init; }

    public ImmutableArray<string> PolicyArns { get; init; } = [];

    public string? SourceIdentity { get; init; }

    public string? FederatedProvider { get; init; }

    public bool IsChained { get; init; }
}

/// <summary>Temporary credentials. Their text form shows no secret.</summary>
public sealed record SessionCredentials(
    string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expires, string Arn, string UserId)
{
    public override string ToString() => $"{AccessKeyId} of {Arn}";
}
