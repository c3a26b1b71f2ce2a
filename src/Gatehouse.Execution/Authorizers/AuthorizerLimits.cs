namespace Gatehouse.Execution.Authorizers;

/// <summary>Bounds of authorizers, each with its source.</summary>
internal static class AuthorizerLimits
{
    /// <summary>How long a function may take for a REST API (security §5.3).</summary>
    public static readonly TimeSpan RestTimeout = TimeSpan.FromSeconds(29);

    /// <summary>How long a function may take for an HTTP API (http-api §13.3).</summary>
    public static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(10);

    /// <value>Seconds that an answer may be kept (security §5.1).</value>
    public const int MaxTtlSeconds = 3_600;

    /// <value>Answers kept on this node. Ours.</value>
    public const int Answers = 100_000;

    /// <value>Bytes of all answers kept on this node. Ours.</value>
    public const long AnswerBytes = 64 * 1024 * 1024;

    /// <value>Bytes of an answer that is kept at all. Ours: larger ones would push out a thousand others.</value>
    public const int OneAnswerBytes = 256 * 1024;

    /// <value>
    /// Bytes of what a caller is known by. Ours: twice what the headers and the URL of a request may have
    /// (rest-execution §15). A longer identity is asked about each time. </value>
    public const int KeyBytes = 128 * 1024;

    /// <value>Characters of a resource in the policy that an authorizer returns (security §5.4).</value>
    public const int PolicyResourceChars = 512;

    /// <value>Levels of an authorizer's answer. Ours.</value>
    public const int AnswerDepth = 32;

    /// <value>Verified tokens kept on this node. Ours.</value>
    public const int Tokens = 50_000;

    /// <value>Bytes of all verified tokens kept on this node. Ours.</value>
    public const long TokenBytes = 64 * 1024 * 1024;

    /// <summary>How long a verified token is remembered at most. Ours: its own end comes first as a rule.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    /// <summary>One fetch of a discovery document or a key set (http-api §13.2 step 4).</summary>
    public static readonly TimeSpan FetchTimeout = TimeSpan.FromMilliseconds(1_500);

    /// <summary>One call of a provider of identities; Cognito gives up after five seconds too (unconfirmed).</summary>
    public static readonly TimeSpan ProviderTimeout = TimeSpan.FromSeconds(5);

    /// <value>Bytes of a discovery document. Ours; those of large issuers have three thousand.</value>
    public const int DiscoveryBytes = 64 * 1024;

    /// <summary>How long keys serve without a successful fetch (http-api §13.2 step 4: "up to 2 h").</summary>
    public static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(2);

    /// <summary>
    /// After this the keys are fetched anew, behind the requests. Ours: a withdrawn key is honoured no longer.
    /// </summary>
    public static readonly TimeSpan KeyRefresh = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Between two fetches on behalf of unknown key ids, so that made-up ones cost an issuer nothing (security §11.11).
    /// Ours.
    /// </summary>
    public static readonly TimeSpan UnknownKeyPause = TimeSpan.FromSeconds(10);

    /// <summary>Between two fetches while the issuer does not answer. Ours.</summary>
    public static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(2);

    /// <value>Issuers whose keys are kept on this node. Ours.</value>
    public const int Issuers = 4_096;
}
