namespace Gatehouse.Model.ExternalServices;

/// <summary>What the operator gives for calls to a service outside. Its text form shows the public half only.</summary>
public sealed class ServiceCredentials(string accessKeyId, string secretAccessKey, string? sessionToken)
{
    public string AccessKeyId { get; } = accessKeyId;

    public string SecretAccessKey { get; } = secretAccessKey;

    public string? SessionToken { get; } = sessionToken;

    public override string ToString() => AccessKeyId;
}
