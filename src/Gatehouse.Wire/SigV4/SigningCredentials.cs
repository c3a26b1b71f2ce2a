namespace Gatehouse.Wire.SigV4;

/// <summary>What a caller signs with. Its text form shows the public half only.</summary>
public sealed class SigningCredentials(string accessKeyId, string secretAccessKey, string? sessionToken)
{
    public string AccessKeyId { get; } = accessKeyId;

    public string SecretAccessKey { get; } = secretAccessKey;

    public string? SessionToken { get; } = sessionToken;

    public override string ToString() => AccessKeyId;
}
