namespace Gatehouse.Identity.Signatures;

/// <summary>The one access key that the operator sets: the account's root.</summary>
public sealed class RootCredentials(string accessKeyId, string secretAccessKey, string account) : ICredentialSource
{
    private readonly CredentialHolder _root = new()
    {
        AccessKeyId = accessKeyId,
        SecretAccessKey = secretAccessKey,
        PrincipalArn = $"arn:aws:iam::{account}:root",
        UserId = account,
        Account = account,
    };

    public CredentialHolder? Find(string accessKeyId, string? sessionToken) =>
        string.Equals(accessKeyId, _root.AccessKeyId, StringComparison.Ordinal) ? _root : null;
}
