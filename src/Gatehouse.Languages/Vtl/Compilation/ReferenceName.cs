using Gatehouse.Languages.Vtl.Syntax;

namespace Gatehouse.Languages.Vtl.Compilation;

/// <summary>
/// The beginning of a reference, taken apart as Velocity 1.7 does: backslashes, stray text, spelling, root.
/// </summary>
internal sealed record ReferenceName
{
    public required string Root { get; init; }

    /// <summary>The name that <c>#set</c> assigns to when the reference has no further steps.</summary>
    public required string AssignedName { get; init; }

    public required string Source { get; init; }

    public bool IsEscaped { get; init; }

    public bool IsQuiet { get; init; }

    /// <summary>Looked like a reference to the lexer and is plain text.</summary>
    public bool IsRunt { get; init; }

    /// <summary><c>$\!name</c>, which is text with one backslash removed.</summary>
    public bool IsText { get; init; }

    public string Backslashes { get; init; } = string.Empty;

    public string Prefix { get; init; } = string.Empty;

    public static ReferenceName Resolve(ReferenceSyntax reference)
    {
        var token = reference.First;
        return token.Image.Contains("\\!", StringComparison.Ordinal)
            ? ResolveText(token)
            : ResolveName(reference, token);
    }

    private static ReferenceName ResolveText(Token token)
    {
        var image = token.Image;
        var start = image.IndexOf('\\', image.IndexOf('$', StringComparison.Ordinal));
        var text = start < 0 ? image : image.Remove(start, 1);
        return new ReferenceName { Root = text, AssignedName = image[1..], Source = text, IsText = true };
    }

    private static ReferenceName ResolveName(ReferenceSyntax reference, Token token)
    {
        var backslashes = token.Image.Length - token.Image.TrimStart('\\').Length;
        var escapes = token.Image[..(backslashes / 2)];
        token.Image = token.Image[backslashes..];
        var dollar = token.Image.LastIndexOf('$');
        var prefix = string.Empty;
        if (dollar > 0)
        {
            prefix = token.Image[..dollar];
            token.Image = token.Image[dollar..];
        }
        var image = token.Image;
        var isQuiet = image.StartsWith("$!", StringComparison.Ordinal);
        var isRunt = !image.StartsWith('$');
        return new ReferenceName
        {
            Root = NameOf(token, isQuiet, isRunt),
            AssignedName = image.Length > 0 ? image[1..] : image,
            Source = reference.Literal,
            IsEscaped = backslashes % 2 != 0,
            IsQuiet = isQuiet,
            IsRunt = isRunt,
            Backslashes = escapes,
            Prefix = prefix,
        };
    }

    private static string NameOf(Token token, bool isQuiet, bool isRunt)
    {
        if (isRunt)
        {
            return token.Image;
        }
        // In the braced forms the name is a token of its own.
        if (token.Kind == TokenKind.BraceOpen)
        {
            return token.Next!.Image;
        }
        return token.Image[(isQuiet ? 2 : 1)..];
    }
}
