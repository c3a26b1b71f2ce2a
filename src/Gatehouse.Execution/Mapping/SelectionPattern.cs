using System.Buffers;
using Gatehouse.Languages.Java;

namespace Gatehouse.Execution.Mapping;

/// <summary>
/// A selection pattern: a Java regular expression matched against the whole value, in which <c>.</c> does not match a
/// newline (sheet §5.7). Compiled at publish; non-backtracking where the pattern allows it, bounded in time otherwise.
/// </summary>
internal sealed class SelectionPattern
{
    private static readonly SearchValues<char> Metacharacters = SearchValues.Create(@"\^$.|?*+()[]{}");

    private readonly string? _literal;
    private readonly JavaRegex? _regex;

    private SelectionPattern(string? literal, JavaRegex? regex)
    {
        _literal = literal;
        _regex = regex;
    }

    /// <exception cref="JavaRegexException">The text is no regular expression.</exception>
    public static SelectionPattern Compile(string pattern)
    {
        if (pattern.AsSpan().IndexOfAny(Metacharacters) < 0)
        {
            return new SelectionPattern(pattern, null);
        }

        var compiled = new SelectionPattern(null, JavaRegex.Get(pattern));
        // The engine finishes its work at the first match. Done here, no request spends the match's time limit on it.
        _ = compiled.IsMatch("200");
        return compiled;
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
            return _regex.IsFullMatch(value);
        }
        catch (JavaRegexException)
        {
            return false;
        }
    }
}
