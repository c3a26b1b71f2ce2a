namespace Gatehouse.Model.Identities;

/// <summary>IAM's quotas (security §3.3, §2.1).</summary>
public static class IdentityLimits
{
    public const int AccessKeysPerUser = 2;
    public const int PolicyVersions = 5;
    public const int AttachedPolicies = 10;
    public const int GroupsPerUser = 10;
    public const int Tags = 50;

    /// <value>Characters without white space, together for all inline policies of one user.</value>
    public const int UserPolicyChars = 2_048;
    public const int RolePolicyChars = 10_240;
    public const int GroupPolicyChars = 5_120;
    public const int ManagedPolicyChars = 6_144;
    public const int TrustPolicyChars = 2_048;

    /// <value>Seconds: what a role allows at least and at most.</value>
    public const int MinSessionSeconds = 900;
    public const int MinMaxSessionSeconds = 3_600;
    public const int MaxSessionSeconds = 43_200;

    /// <value>Documents in one page of a list.</value>
    public const int DefaultPage = 100;
    public const int MaxPage = 1_000;

    /// <value>Client ids of an OIDC provider.</value>
    public const int ClientIds = 100;
    public const int Thumbprints = 5;
}
