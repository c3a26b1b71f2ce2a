namespace Gatehouse.Model.UserPools;

/// <summary>Bounds of user pools. AWS's quotas where a source is named (Cognito developer guide, "Quotas"); ours otherwise.</summary>
public static class UserPoolLimits
{
    /// <value>Pools of an account and region. AWS: 1,000.</value>
    public const int Pools = 1_000;

    /// <value>App clients of a pool. AWS: 1,000.</value>
    public const int Clients = 1_000;

    /// <value>Groups of a pool. AWS: 10,000.</value>
    public const int Groups = 10_000;

    /// <value>Groups that one user is in. AWS: 100.</value>
    public const int GroupsPerUser = 100;

    /// <value>Resource servers of a pool. AWS: 25.</value>
    public const int ResourceServers = 25;

    /// <value>Scopes of a resource server. AWS: 100.</value>
    public const int ScopesPerServer = 100;

    /// <value>Identity providers of a pool. AWS: 300.</value>
    public const int Providers = 300;

    /// <value>Attributes of the pool's own. AWS: 50.</value>
    public const int CustomAttributes = 50;

    /// <value>Tags of a pool. AWS: 50.</value>
    public const int Tags = 50;

    /// <value>Redirect addresses of a client. AWS: 100.</value>
    public const int RedirectUris = 100;

    /// <value>Sessions that one user keeps; the oldest gives way.</value>
    public const int SessionsPerUser = 64;

    /// <value>Characters of a user name. AWS: 128.</value>
    public const int UsernameChars = 128;

    /// <value>Characters of an attribute's value. AWS: 2,048.</value>
    public const int AttributeChars = 2_048;

    /// <value>Characters of a password. AWS: 256.</value>
    public const int PasswordChars = 256;

    /// <value>Characters of a token or session that a caller sends. AWS: 20 to 2,048 for sessions.</value>
    public const int TokenChars = 16_384;

    /// <value>Rows of a page of users, groups and members. AWS: 60.</value>
    public const int Page = 60;

    /// <value>Wrong answers until a code counts no more.</value>
    public const int CodeFailures = 5;

    /// <value>Messages that one user gets in an hour. AWS has such a bound too and does not publish it.</value>
    public const int MessagesPerHour = 20;

    /// <value>Wrong passwords before the first lock (Cognito developer guide, "Lockout behavior").</value>
    public const int FreeFailures = 5;

    /// <value>Seconds of the longest lock, about 15 minutes (the same).</value>
    public const int LongestLockSeconds = 900;

    /// <value>Names whose failures are remembered at once.</value>
    public const int RememberedNames = 100_000;

    /// <value>Codes of a pool that wait for their use.</value>
    public const int WaitingCodes = 10_000;

    /// <value>Bytes of a form sent to a hosted page.</value>
    public const int FormBytes = 64 * 1024;

    /// <value>Fields of such a form.</value>
    public const int FormFields = 64;

    /// <value>Scopes that a request may name.</value>
    public const int RequestedScopes = 50;

    /// <summary>A confirmation code of a sign-up or attribute (Cognito developer guide: 24 hours).</summary>
    public static readonly TimeSpan VerificationCode = TimeSpan.FromHours(24);

    /// <summary>A code that resets a password (the same: one hour).</summary>
    public static readonly TimeSpan ResetCode = TimeSpan.FromHours(1);

    /// <summary>An authorization code (security §6.4).</summary>
    public static readonly TimeSpan AuthorizationCode = TimeSpan.FromMinutes(5);

    /// <summary>The session of the hosted pages (security §6.4).</summary>
    public static readonly TimeSpan HostedSession = TimeSpan.FromHours(1);

    /// <summary>The way to another provider and back.</summary>
    public static readonly TimeSpan ProviderRoundTrip = TimeSpan.FromMinutes(10);

    /// <summary>How long a signing key signs. AWS does not say when it rotates.</summary>
    public static readonly TimeSpan SigningKey = TimeSpan.FromDays(90);

    /// <summary>How long a key is shown after it signed last: the longest token (24 hours) and caches on top.</summary>
    public static readonly TimeSpan RetiredKey = TimeSpan.FromDays(3);

    /// <summary>How far the clock of an SRP client may be off.</summary>
    public static readonly TimeSpan SrpClock = TimeSpan.FromMinutes(5);
}
