using System.Text.RegularExpressions;

namespace Gatehouse.Execution.Mapping;

/// <summary>
/// A selection pattern: a Java regular expression matched against the whole value, in which <c>.</c> does not match a
/// newline (sheet §5.7). Compiled at publish.
/// </summary>
internal sealed class SelectionPattern
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private readonly string? _literal;
    private readonly Regex? _regex;

    private SelectionPattern(string? literal, Regex? regex)
    {
        _literal = literal;
        _regex = regex;
    }

    /// <exception cref="ArgumentException">The text is no regular expression.</exception>
    public static SelectionPattern Compile(string pattern)
    {
        if (Regex.Escape(pattern) == pattern)
        {
            return new SelectionPattern(pattern, null);
        }

        var whole = $@"\A(?:{pattern})\z";
        try
        {
            // Linear in the value's length, whatever the pattern: a backend's text cannot make it run away.
            return new SelectionPattern(
                null, new Regex(whole, Options | RegexOptions.NonBacktracking, ExecutionLimits.PatternMatch));
        }
        catch (NotSupportedException)
        {
            // Lookarounds and backreferences need the backtracking engine; the time limit bounds it.
            return new SelectionPattern(null, new Regex(whole, Options, ExecutionLimits.PatternMatch));
        }
    }

    /// <returns><see langword="false"/> also when the match took longer than its limit.</returns>
    public bool IsMatch(string value)
    {
        if (_regex is null)
        {
            return value.Equals(_literal, StringComparison.Ordinal);
        }

        try
        {
            return _regex.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
