using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Languages.Schema.Compilation;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>
/// A regular expression of ECMA 262, searched for anywhere in a string. Run by .NET's non-backtracking engine, whose
/// time grows with the string alone; a pattern that needs the other one runs under a time limit.
/// </summary>
internal sealed class EcmaRegex
{
    private const int StackChars = 256;

    private readonly Regex _regex;

    private EcmaRegex(string source, Regex regex)
    {
        Source = source;
        _regex = regex;
    }

    public string Source { get; }

    /// <returns><see langword="null"/> when the pattern is not valid.</returns>
    public static EcmaRegex? TryCreate(string source)
    {
        if (source.Length > SchemaLimits.PatternLength
            || EcmaRegexTranslator.TryTranslate(source) is not { } translated)
        {
            return null;
        }
        const RegexOptions options = RegexOptions.CultureInvariant;
        try
        {
            // No time limit: the text bounds its time, and a clock also counts what a busy machine gives to others.
            return new EcmaRegex(
                source, new Regex(translated, options | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout));
        }
        catch (NotSupportedException)
        {
            // Look-around and back-references need the backtracking engine.
            return new EcmaRegex(source, new Regex(translated, options, SchemaLimits.MatchTimeout));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <exception cref="RegexMatchTimeoutException">The time limit.</exception>
    public bool IsMatch(ReadOnlySpan<char> text) => _regex.IsMatch(text);

    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        char[]? rented = null;
        var buffer = utf8.Length <= StackChars
            ? stackalloc char[StackChars]
            : rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            return _regex.IsMatch(buffer[..Encoding.UTF8.GetChars(utf8, buffer)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }
}
