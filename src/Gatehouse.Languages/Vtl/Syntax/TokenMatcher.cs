namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>
/// Finds the longest token at a position for a lexical state; among equally long ones the one that Velocity's grammar
/// lists first, which is the order of the calls here.
/// </summary>
internal ref struct TokenMatcher(string text, int at)
{
    private readonly ReadOnlySpan<char> _rest = text.AsSpan(at);

    public TokenKind Kind { get; private set; }

    public int Length { get; private set; }

    public bool Match(LexicalState state)
    {
        switch (state)
        {
            case LexicalState.Default:
                MatchDefault();
                break;
            case LexicalState.Reference or LexicalState.ReferenceModifier:
                MatchReference(state);
                break;
            case LexicalState.MethodArguments:
                MatchMethodArguments();
                break;
            case LexicalState.ReferenceIndex:
                MatchReferenceIndex();
                break;
            case LexicalState.PreDirective:
                MatchPreDirective();
                break;
            case LexicalState.Directive:
                MatchDirective();
                break;
            default:
                MatchComment(state);
                break;
        }
        return Length > 0;
    }

    private void MatchDefault()
    {
        Try(TokenKind.EscapedDirective, VtlPatterns.EscapedDirective(_rest));
        Try(TokenKind.Set, VtlPatterns.SetDirective(_rest));
        TryPrefixes();
        Try(TokenKind.LineCommentStart, "##");
        Try(TokenKind.DoubleEscape, "\\\\");
        Try(TokenKind.Escape, "\\");
        Try(TokenKind.Text, VtlPatterns.Text(_rest));
        Try(TokenKind.EmptyIndex, VtlPatterns.EmptyIndex(_rest));
    }

    private void MatchReference(LexicalState state)
    {
        var isModifier = state == LexicalState.ReferenceModifier;
        Try(TokenKind.IndexOpen, "[");
        if (isModifier)
        {
            Try(TokenKind.BracketOpen, "(");
        }
        Try(TokenKind.Set, VtlPatterns.SetDirective(_rest));
        TryPrefixes();
        if (!isModifier)
        {
            Try(TokenKind.LineCommentStart, "##");
        }
        TryBooleans();
        TryIdentifierAndDot();
        Try(TokenKind.BraceOpen, "{");
        Try(TokenKind.BraceClose, "}");
        Try(TokenKind.ReferenceTerminator, 1);
        if (!isModifier)
        {
            Try(TokenKind.EmptyIndex, VtlPatterns.EmptyIndex(_rest));
        }
    }

    private void MatchMethodArguments()
    {
        TryLiteralPunctuation();
        Try(TokenKind.ArgumentsClose, ")");
        Try(TokenKind.Set, VtlPatterns.SetDirective(_rest));
        TryPrefixes();
        TryWhiteSpaceAndString();
        TryBooleans();
        TryNumbers();
        TryIdentifierAndDot();
    }

    private void MatchReferenceIndex()
    {
        Try(TokenKind.IndexClose, "]");
        TryPrefixes();
        TryWhiteSpaceAndString();
        TryBooleans();
        TryNumbers();
    }

    private void MatchPreDirective()
    {
        TryPrefixes();
        Try(TokenKind.LineCommentStart, "##");
        Try(TokenKind.End, VtlPatterns.BlockWord(_rest, "end"));
        Try(TokenKind.If, VtlPatterns.Keyword(_rest, "if"));
        Try(TokenKind.ElseIf, VtlPatterns.Keyword(_rest, "elseif"));
        Try(TokenKind.Else, VtlPatterns.BlockWord(_rest, "else"));
        TryNumbers();
        Try(TokenKind.Word, VtlPatterns.Word(_rest));
        Try(TokenKind.BracedWord, VtlPatterns.BracedWord(_rest));
        Try(TokenKind.DirectiveTerminator, 1);
    }

    private void MatchDirective()
    {
        TryLiteralPunctuation();
        Try(TokenKind.BracketOpen, "(");
        Try(TokenKind.BracketClose, VtlPatterns.BracketClose(_rest));
        TryPrefixes();
        Try(TokenKind.LineCommentStart, "##");
        TryWhiteSpaceAndString();
        TryBooleans();
        TryOperators();
        TryNumbers();
        Try(TokenKind.Word, VtlPatterns.Word(_rest));
        Try(TokenKind.BracedWord, VtlPatterns.BracedWord(_rest));
    }

    private void MatchComment(LexicalState state)
    {
        TryPrefixes();
        switch (state)
        {
            case LexicalState.LineComment:
                Try(TokenKind.LineCommentEnd, VtlPatterns.NewLine(_rest));
                Try(TokenKind.Skip, 1);
                break;
            case LexicalState.FormalComment:
                Try(TokenKind.FormalComment, "*#");
                Try(TokenKind.Skip, 1);
                break;
            case LexicalState.BlockComment:
                Try(TokenKind.BlockComment, "*#");
                Try(TokenKind.Skip, 1);
                break;
            default:
                Try(TokenKind.TextBlock, "]]#");
                Try(TokenKind.MoreAny, 1);
                break;
        }
    }

    // These begin something in every state, comments included: there they only hold the comment's text together.
    private void TryPrefixes()
    {
        Try(TokenKind.MoreDollar, VtlPatterns.Dollar(_rest));
        Try(TokenKind.MoreTextBlock, "#[[");
        Try(TokenKind.MoreFormalComment, _rest.Length > 3 && _rest.StartsWith("#**") && _rest[3] != '#' ? 4 : 0);
        Try(TokenKind.MoreBlockComment, "#*");
        Try(TokenKind.MoreHash, "#");
    }

    private void TryLiteralPunctuation()
    {
        Try(TokenKind.ListOpen, "[");
        Try(TokenKind.ListClose, "]");
        Try(TokenKind.Comma, ",");
        Try(TokenKind.DoubleDot, "..");
        Try(TokenKind.Colon, ":");
        Try(TokenKind.MapOpen, "{");
        Try(TokenKind.MapClose, "}");
    }

    private void TryWhiteSpaceAndString()
    {
        var spaces = _rest.IndexOfAnyExcept(" \t\r\n");
        Try(TokenKind.WhiteSpace, spaces < 0 ? _rest.Length : spaces);
        Try(TokenKind.StringLiteral, VtlPatterns.StringLiteral(_rest));
    }

    private void TryBooleans()
    {
        Try(TokenKind.True, "true");
        Try(TokenKind.False, "false");
    }

    private void TryNumbers()
    {
        Try(TokenKind.IntegerLiteral, VtlPatterns.Integer(_rest));
        Try(TokenKind.FloatLiteral, VtlPatterns.Float(_rest));
    }

    private void TryIdentifierAndDot()
    {
        Try(TokenKind.Identifier, VtlPatterns.Identifier(_rest));
        Try(TokenKind.Dot, _rest.Length > 1 && _rest[0] == '.' && char.IsAsciiLetter(_rest[1]) ? 2 : 0);
    }

    private void TryOperators()
    {
        foreach (var (kind, spelling) in VtlPatterns.Operators)
        {
            Try(kind, spelling);
        }
    }

    private void Try(TokenKind kind, string spelling) => Try(kind, _rest.StartsWith(spelling) ? spelling.Length : 0);

    private void Try(TokenKind kind, int length)
    {
        if (length > Length && length <= _rest.Length)
        {
            Kind = kind;
            Length = length;
        }
    }
}
