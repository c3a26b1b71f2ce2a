using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>What asking STS for a role came to: credentials, or why not.</summary>
internal sealed record RoleAnswer
{
    public SigningCredentials? Credentials { get; init; }

    public DateTimeOffset Expiration { get; init; }

    /// <summary>Why there are none; never a secret.</summary>
    public string? Refusal { get; init; }

    public static RoleAnswer Refused(string reason) => new() { Refusal = reason };
}

/// <summary>Which role of whom: the key of its credentials.</summary>
/// <param name="RoleArn">The role.</param>
/// <param name="Sts">Where STS is, and who asks.</param>
internal sealed record AssumedRole(string RoleArn, AwsEndpoint Sts);
