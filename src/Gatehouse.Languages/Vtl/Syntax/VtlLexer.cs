using System.Diagnostics;

namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>
/// Cuts a template into tokens as Velocity 1.7 does: a stack of lexical states, with a count of open and closed round
/// brackets per state.
/// </summary>
/// <remarks>
/// Velocity's lexer is a generated state machine with hand-written actions, and templates depend on its habits: which
/// white space a directive swallows, where a reference ends, that <c>$</c> at the very end is an error. So the states
/// and actions are the same here; only their expression differs.
/// </remarks>
internal sealed class VtlLexer
{
    private readonly string _text;
    private readonly TextPositions _positions;
    private readonly LexicalStack _states = new();
    private int _at;
    private bool _inComment;

    public VtlLexer(string text, int firstLine, int firstColumn)
    {
        _text = text;
        _positions = new TextPositions(text, firstLine, firstColumn);
    }

    /// <summary>A <c>#set(</c> was read and its right side is not finished. The parser clears it.</summary>
    public bool InSet { get; set; }

    // A literal outside of all brackets and of #set ends the state it stands in.
    private bool EndsArgument => _states.OpenBrackets == 0 && !InSet;

    public Token Next()
    {
        var prefix = string.Empty;
        while (true)
        {
            if (_at >= _text.Length)
            {
                return Create(TokenKind.EndOfTemplate, string.Empty, prefix, _at);
            }
            var start = _at;
            var kind = MatchWhole(ref start);
            var image = _text[start.._at];
            switch (kind)
            {
                case TokenKind.ReferenceTerminator or TokenKind.DirectiveTerminator:
                    _at--;
                    _states.Leave();
                    prefix += VtlPatterns.SignificantCharacters(image);
                    break;
                default:
                    return Complete(kind, image, prefix, start);
            }
        }
    }

    /// <summary>The name of a directive was read; arguments may follow.</summary>
    public void EnterDirective() => _states.State = LexicalState.Directive;

    /// <summary>No arguments follow the name: it was not a directive with arguments.</summary>
    public void LeaveDirective() => _states.Leave();

    /// <summary>Whether an opening bracket comes next, after white space.</summary>
    public bool IsBracketNext()
    {
        var rest = _text.AsSpan(_at);
        var next = rest.IndexOfAnyExcept(" \t\r\n");
        return next >= 0 && rest[next] == '(';
    }

    public VtlSyntaxException Fault(string problem, int position)
    {
        var (line, column) = _positions.At(position);
        return new VtlSyntaxException(problem, line, column);
    }

    // Reads matches until one of them completes a token.
    private TokenKind MatchWhole(ref int start)
    {
        while (true)
        {
            if (_at >= _text.Length)
            {
                // The text ends inside a comment, or after a lone $ or #.
                if (start == _at)
                {
                    return TokenKind.EndOfTemplate;
                }
                throw Fault("Lexical error: the template ends unexpectedly", _at);
            }
            var matcher = new TokenMatcher(_text, _at);
            if (!matcher.Match(_states.State))
            {
                throw Fault($"Lexical error: unexpected '{_text[_at]}'", _at);
            }
            _at += matcher.Length;
            switch (matcher.Kind)
            {
                case TokenKind.Skip:
                    start = _at;
                    break;
                case TokenKind.MoreAny:
                    break;
                case TokenKind.MoreDollar:
                    BeginReference();
                    break;
                case TokenKind.MoreHash:
                    BeginDirective();
                    break;
                case TokenKind.MoreTextBlock:
                    BeginComment(LexicalState.TextBlock, 0);
                    break;
                case TokenKind.MoreFormalComment:
                    BeginComment(LexicalState.FormalComment, 1);
                    break;
                case TokenKind.MoreBlockComment:
                    BeginComment(LexicalState.BlockComment, 0);
                    break;
                default:
                    return matcher.Kind;
            }
        }
    }

    private void BeginReference()
    {
        if (_inComment)
        {
            return;
        }
        if (_states.State == LexicalState.Reference)
        {
            _states.Leave();
        }
        _states.Enter(LexicalState.Reference);
    }

    private void BeginDirective()
    {
        if (_inComment)
        {
            return;
        }
        if (_states.State is LexicalState.Reference or LexicalState.ReferenceModifier)
        {
            _states.Leave();
        }
        _states.Enter(LexicalState.PreDirective);
    }

    private void BeginComment(LexicalState state, int unread)
    {
        if (_inComment)
        {
            return;
        }
        _at -= unread;
        _inComment = true;
        _states.Enter(state);
    }

    private Token Complete(TokenKind kind, string image, string prefix, int start)
    {
        switch (kind)
        {
            case TokenKind.IndexOpen:
                _states.Enter(LexicalState.ReferenceIndex);
                break;
            case TokenKind.BracketOpen:
                _states.OpenBracket();
                if (_states.State == LexicalState.ReferenceModifier)
                {
                    _states.State = LexicalState.MethodArguments;
                }
                break;
            case TokenKind.BracketClose:
                _states.CloseBracket();
                break;
            case TokenKind.ArgumentsClose:
                _states.State = LexicalState.Reference;
                break;
            case TokenKind.Set:
                _states.Enter(LexicalState.Directive);
                InSet = true;
                _states.OpenBracket();
                break;
            case TokenKind.LineCommentStart:
                BeginLineComment();
                break;
            case TokenKind.LineCommentEnd or TokenKind.FormalComment or TokenKind.BlockComment or TokenKind.TextBlock:
                _inComment = false;
                _states.Leave();
                break;
            case TokenKind.StringLiteral when EndsArgument && _states.State == LexicalState.Directive:
                _states.Leave();
                break;
            case TokenKind.If or TokenKind.ElseIf:
                _states.State = LexicalState.Directive;
                break;
            case TokenKind.IndexClose or TokenKind.BraceClose or TokenKind.End or TokenKind.Else:
                _states.Leave();
                break;
            case TokenKind.IntegerLiteral:
                image = CompleteInteger(image);
                break;
            case TokenKind.FloatLiteral when EndsArgument && _states.State != LexicalState.MethodArguments:
                _states.Leave();
                break;
            case TokenKind.Dot:
                _at--;
                image = ".";
                _states.State = LexicalState.ReferenceModifier;
                break;
        }
        return Create(kind, image, prefix, start);
    }

    private string CompleteInteger(string image)
    {
        if (image.EndsWith("..", StringComparison.Ordinal))
        {
            _at -= 2;
            image = image[..^2];
        }
        if (EndsArgument && _states.State is not (LexicalState.MethodArguments or LexicalState.ReferenceIndex))
        {
            _states.Leave();
        }
        return image;
    }

    private void BeginLineComment()
    {
        if (_inComment)
        {
            return;
        }
        if (_states.State == LexicalState.Reference)
        {
            _states.Leave();
        }
        _inComment = true;
        _states.Enter(LexicalState.LineComment);
    }

    private Token Create(TokenKind kind, string image, string prefix, int start)
    {
        Debug.Assert(kind < TokenKind.MoreDollar, "Only whole tokens leave the lexer.");
        var (line, column) = _positions.At(start);
        return new Token(kind, image, prefix, line, column);
    }
}
