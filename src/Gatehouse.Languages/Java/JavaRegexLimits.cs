namespace Gatehouse.Languages.Java;

/// <summary>Bounds on regular expressions that arrive at run time.</summary>
internal static class JavaRegexLimits
{
    /// <summary>Longest pattern.</summary>
    /// <value>10,000 characters; ours, far above what templates hold.</value>
    public const int MaxPatternLength = 10_000;

    /// <summary>Patterns kept ready.</summary>
    /// <value>512; ours. Patterns of templates are few; only patterns made of request data can fill it.</value>
    public const int MaxCachedPatterns = 512;

    /// <summary>Longest time that going through all matches of one input may take.</summary>
    /// <value>
    /// 1 s; ours. Each match is linear in the input, but there may be as many matches as characters.
    /// </value>
    public static readonly TimeSpan AllMatchesTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Longest time one match of a backtracking pattern may take.</summary>
    /// <value>100 ms; ours. The engine runs on a request's thread, so it must not hold it for long.</value>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(100);
}
