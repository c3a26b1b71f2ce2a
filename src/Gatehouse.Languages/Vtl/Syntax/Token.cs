namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>
/// A token and where it begins. Its prefix are dollars and hashes that stood before it and turned out not to begin
/// anything.
/// </summary>
internal sealed class Token(TokenKind kind, string image, string prefix, int line, int column)
{
    public TokenKind Kind { get; } = kind;

    /// <summary>
    /// Its text. A reference rewrites that of its first token while its escapes are resolved, as Velocity does, since
    /// the rewritten text is what an undefined reference renders.
    /// </summary>
    public string Image { get; set; } = image;

    public int Line { get; } = line;

    public int Column { get; } = column;

    public Token? Next { get; set; }

    /// <summary>The text this token contributes when what it belongs to is printed as source.</summary>
    public string Literal => Kind == TokenKind.BlockComment ? string.Empty : prefix + Image;

    /// <summary>The source text from one token to another.</summary>
    public static string LiteralOf(Token first, Token last)
    {
        if (first == last)
        {
            return first.Literal;
        }
        var text = new System.Text.StringBuilder(first.Literal);
        for (var token = first; token != last && token.Next is not null;)
        {
            token = token.Next;
            text.Append(token.Literal);
        }
        return text.ToString();
    }

    /// <summary>As <see cref="LiteralOf"/>, without the prefixes: how an unknown macro prints.</summary>
    public static string ImagesOf(Token first, Token last)
    {
        var text = new System.Text.StringBuilder(first.Image);
        for (var token = first; token != last && token.Next is not null;)
        {
            token = token.Next;
            text.Append(token.Image);
        }
        return text.ToString();
    }
}
