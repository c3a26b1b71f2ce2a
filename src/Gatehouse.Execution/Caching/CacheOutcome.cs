namespace Gatehouse.Execution.Caching;

/// <summary>What the response cache did for a call: what <c>CacheHitCount</c> and <c>CacheMissCount</c>
/// count.</summary>
internal enum CacheOutcome
{
    /// <summary>The method caches nothing: neither metric counts the call.</summary>
    None = 0,

    /// <summary>The answer came from the cache; no integration was called.</summary>
    Hit = 1,

    /// <summary>The integration was called, also when the client asked for that (<c>max-age=0</c>).</summary>
    Miss = 2,
}
