namespace Gatehouse.Execution.Caching;

/// <summary>What a caller gets that asks to refresh an entry and may not (sheet §9.1).</summary>
internal enum UnauthorizedRefresh
{
    /// <summary>FAIL_WITH_403.</summary>
    Fail = 0,

    /// <summary>SUCCEED_WITH_RESPONSE_HEADER: as if it had not asked, and a Warning says so.</summary>
    Warn = 1,

    /// <summary>SUCCEED_WITHOUT_RESPONSE_HEADER: as if it had not asked.</summary>
    Ignore = 2,
}

/// <summary>How the calls of one verb of a method are cached.</summary>
internal sealed record CacheRule
{
    /// <value>One of the seven verbs, never ANY.</value>
    public required string Verb { get; init; }

    /// <value>Above zero, at most an hour.</value>
    public required TimeSpan TimeToLive { get; init; }

    /// <summary>Entries are kept encrypted.</summary>
    public required bool IsEncrypted { get; init; }

    /// <summary>Only callers that may invalidate the cache refresh an entry by <c>max-age=0</c>.</summary>
    public required bool RequiresAuthorization { get; init; }

    public required UnauthorizedRefresh Unauthorized { get; init; }
}
