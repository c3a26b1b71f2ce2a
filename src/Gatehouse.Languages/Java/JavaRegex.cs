using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Gatehouse.Languages.Java;

/// <summary>
/// A regular expression of <c>java.util.regex</c>, run by .NET's engine: non-backtracking where the pattern allows it,
/// and otherwise under a time limit.
/// </summary>
public sealed class JavaRegex
{
    private static readonly ConcurrentDictionary<(string Pattern, RegexOptions Options), JavaRegex> Cache = new();

    private readonly Regex _find;
    private readonly Regex _full;

    private JavaRegex(string pattern, RegexOptions options)
    {
        var translated = JavaRegexTranslator.Translate(pattern, options);
        _find = Build(translated, options, pattern);
        // In the mode with comments only a line end closes a comment at the end of the pattern.
        var end = options.HasFlag(RegexOptions.IgnorePatternWhitespace) ? "\n)\\z" : ")\\z";
        _full = Build($"\\A(?:{translated}{end}", options, pattern);
    }

    /// <summary>
    /// The compiled form of a pattern that is known only at run time. The cache is bounded: when it is full it is
    /// emptied, which costs a few rebuilds and cannot be driven into growth by request data.
    /// </summary>
    public static JavaRegex Get(string pattern, RegexOptions options = RegexOptions.None)
    {
        if (Cache.TryGetValue((pattern, options), out var known))
        {
            return known;
        }
        if (pattern.Length > JavaRegexLimits.MaxPatternLength)
        {
            throw new JavaRegexException("The regular expression is too long.");
        }
        var built = new JavaRegex(pattern, options);
        if (Cache.Count >= JavaRegexLimits.MaxCachedPatterns)
        {
            Cache.Clear();
        }
        Cache[(pattern, options)] = built;
        return built;
    }

    /// <summary><c>String.matches</c>: the whole input matches.</summary>
    public bool IsFullMatch(string input) => Guard(() => _full.IsMatch(input));

    /// <summary><c>Matcher.find</c>: a part of the input matches.</summary>
    public bool IsFound(string input) => Guard(() => _find.IsMatch(input));

    /// <summary><c>String.replaceAll</c> and <c>replaceFirst</c>, with Java's replacement syntax.</summary>
    public string Replace(string input, string replacement, bool onlyFirst, int maxLength) => Guard(() =>
    {
        var text = new StringBuilder();
        var copied = 0;
        var deadline = Environment.TickCount64 + (long)JavaRegexLimits.AllMatchesTimeout.TotalMilliseconds;
        for (var match = _find.Match(input); match.Success; match = match.NextMatch())
        {
            text.Append(input, copied, match.Index - copied);
            JavaReplacement.Append(text, replacement, match);
            copied = match.Index + match.Length;
            CheckDeadline(deadline);
            if (text.Length > maxLength)
            {
                throw new JavaRegexException("The replaced text is too long.");
            }
            if (onlyFirst)
            {
                break;
            }
        }
        return text.Append(input, copied, input.Length - copied).ToString();
    });

    /// <summary>
    /// <c>String.split</c> since Java 8: a match of no width at the start adds no empty piece; with a limit of zero
    /// empty pieces at the end are dropped.
    /// </summary>
    public List<object?> Split(string input, int limit, int maxPieces) => Guard(() =>
    {
        var pieces = new List<object?>();
        var from = 0;
        var deadline = Environment.TickCount64 + (long)JavaRegexLimits.AllMatchesTimeout.TotalMilliseconds;
        for (var match = _find.Match(input); match.Success; match = match.NextMatch())
        {
            if (limit > 0 && pieces.Count == limit - 1)
            {
                break;
            }
            if (match.Index + match.Length == 0)
            {
                continue;
            }
            CheckDeadline(deadline);
            if (pieces.Count >= maxPieces)
            {
                throw new JavaRegexException("The text has too many pieces.");
            }
            pieces.Add(input[from..match.Index]);
            from = match.Index + match.Length;
        }
        if (pieces.Count == 0)
        {
            return [input];
        }
        pieces.Add(input[from..]);
        while (limit == 0 && pieces.Count > 0 && pieces[^1] is "")
        {
            pieces.RemoveAt(pieces.Count - 1);
        }
        return pieces;
    });

    private static Regex Build(string translated, RegexOptions options, string pattern)
    {
        options |= RegexOptions.CultureInvariant;
        try
        {
            // This engine's time is bound by the input's length: a limit by the clock would only make a busy machine
            // answer otherwise than an idle one.
            return new Regex(translated, options | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
        }
        catch (NotSupportedException)
        {
            // Look-around, back-references and atomic groups need the backtracking engine; the time limit bounds it.
            return new Regex(translated, options, JavaRegexLimits.MatchTimeout);
        }
        catch (ArgumentException refused)
        {
            throw new JavaRegexException($"The pattern '{pattern}' is not valid: {refused.Message}", refused);
        }
    }

    private static void CheckDeadline(long deadline)
    {
        if (Environment.TickCount64 > deadline)
        {
            throw new JavaRegexException("A regular expression took too long.");
        }
    }

    private static T Guard<T>(Func<T> match)
    {
        try
        {
            return match();
        }
        catch (RegexMatchTimeoutException late)
        {
            throw new JavaRegexException("A regular expression took too long.", late);
        }
    }
}
