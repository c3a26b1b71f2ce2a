namespace Gatehouse.Languages.JsonPath;

/// <summary>
/// Bounds on paths and on what one evaluation may do (security sheet §11.4: <c>$..*</c> over a large body).
/// </summary>
internal static class JsonPathLimits
{
    /// <summary>Longest path text.</summary>
    /// <value>8,192 characters; ours.</value>
    public const int MaxPathLength = 8_192;

    /// <summary>Deepest nesting of filters and function arguments in one path.</summary>
    /// <value>16; ours.</value>
    public const int MaxNesting = 16;

    /// <summary>Values that one evaluation may visit.</summary>
    /// <value>1,000,000; ours. A 10 MB body holds fewer, so only repeated scans reach it.</value>
    public const int MaxVisitedValues = 1_000_000;

    /// <summary>Values that one evaluation may return.</summary>
    /// <value>100,000; ours.</value>
    public const int MaxResults = 100_000;

    /// <summary>Paths kept compiled that became known only while a template ran.</summary>
    /// <value>1,024; ours.</value>
    public const int MaxCachedPaths = 1_024;
}
