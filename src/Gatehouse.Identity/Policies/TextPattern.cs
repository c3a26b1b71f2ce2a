using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;

namespace Gatehouse.Identity.Policies;

/// <summary>
/// One text of a policy, compiled: with or without wildcards, with or without variables (security §2.2). What takes a
/// variable's place is literal: a star in a user's name or tag matches a star.
/// </summary>
internal sealed class TextPattern
{
    private readonly Shape _shape;

    /// <summary>The literal, the prefix, or the pattern in which wildcards are the characters of the matcher.</summary>
    private readonly string _text;
    private readonly ImmutableArray<TextPart> _parts;

    internal TextPattern(ImmutableArray<TextPart> parts)
    {
        _parts = parts;
        _text = string.Concat(parts.Select(static part => part.Literal));
        var wildcards = _text.AsSpan().Count(WildcardPattern.Run) + _text.AsSpan().Count(WildcardPattern.One);
        _shape = parts.Any(static part => part.Variable is not null) ? Shape.Template
            : wildcards == 0 ? Shape.Exact
            : wildcards == 1 && _text[^1] == WildcardPattern.Run ? Shape.Prefix
            : Shape.Pattern;
        if (_shape == Shape.Prefix)
        {
            _text = _text[..^1];
        }
    }

    private enum Shape
    {
        Exact,
        Prefix,
        Pattern,
        Template,
    }

    /// <value>The text without wildcards or variables; <see langword="null"/> when it has some.</value>
    public string? Literal => _shape == Shape.Exact ? _text : null;

    public IEnumerable<ContextKey> Variables => _parts.Where(static p => p.Variable is not null).Select(static p => p.Variable!);

    /// <summary>Whether every variable has a value, or a default.</summary>
    public bool IsResolved(in PolicyRequest request)
    {
        foreach (var part in _parts)
        {
            if (part is { Variable: { } variable, Fallback: null } && request.Find(variable) is not { IsPresent: true, IsMany: false })
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Allocates nothing, unless a filled-in pattern is longer than any sensible one.</summary>
    public Match Evaluate(in PolicyRequest request, ReadOnlySpan<char> text, bool ignoreCase) => _shape switch
    {
        Shape.Exact => Matches.Of(text.Equals(_text, Comparison(ignoreCase))),
        Shape.Prefix => Matches.Of(text.StartsWith(_text, Comparison(ignoreCase))),
        Shape.Pattern => Matches.Of(IsPattern(_text, text, ignoreCase)),
        Shape.Template => EvaluateTemplate(request, text, ignoreCase),
        _ => throw new UnreachableException(),
    };

    private static StringComparison Comparison(bool ignoreCase) =>
        ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static bool IsPattern(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase) =>
        WildcardPattern.IsMatch(pattern, text, ignoreCase, WildcardPattern.Run, WildcardPattern.One);

    private Match EvaluateTemplate(in PolicyRequest request, ReadOnlySpan<char> text, bool ignoreCase)
    {
        Span<char> small = stackalloc char[PolicyLimits.StackChars];
        if (TryFill(request, small, out var length, out var isResolved))
        {
            return isResolved ? Matches.Of(IsPattern(small[..length], text, ignoreCase)) : Match.No;
        }

        var large = ArrayPool<char>.Shared.Rent(PolicyLimits.ExpandedChars);
        try
        {
            // What is too long to be compared is not understood: no Allow grows from it.
            return !TryFill(request, large, out length, out isResolved) ? Match.Unknown
                : isResolved ? Matches.Of(IsPattern(large.AsSpan(0, length), text, ignoreCase))
                : Match.No;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(large);
        }
    }

    /// <returns><see langword="false"/> when the buffer is too small.</returns>
    private bool TryFill(in PolicyRequest request, Span<char> buffer, out int length, out bool isResolved)
    {
        (length, isResolved) = (0, true);
        foreach (var part in _parts)
        {
            var text = part.Literal;
            if (part.Variable is { } variable)
            {
                var value = request.Find(variable);
                text = value is { IsPresent: true, IsMany: false } ? value[0] : part.Fallback;
                if (text is null || text.AsSpan().IndexOfAny(WildcardPattern.Run, WildcardPattern.One) >= 0)
                {
                    // Without a value the element matches nothing; nor does a value that would be read as a wildcard.
                    isResolved = false;
                    return true;
                }
            }

            if (!text.AsSpan().TryCopyTo(buffer[length..]))
            {
                return false;
            }

            length += text!.Length;
        }

        return true;
    }
}

/// <summary>A piece of a text: literal (with the matcher's wildcards), or a variable with its default.</summary>
internal readonly record struct TextPart(string? Literal, ContextKey? Variable, string? Fallback);
