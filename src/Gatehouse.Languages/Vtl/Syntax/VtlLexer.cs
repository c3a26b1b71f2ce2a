using System.Diagnostics;
using System.Text;

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
    private readonly Stack<(int Open, int Closed, LexicalState State)> _outer = new();
    private readonly TextPositions _positions;
    private LexicalState _state;
    private int _at;
    private int _open;
    private int _closed;
    private bool _inComment;

    public VtlLexer(string text, int firstLine, int firstColumn)
    {
        _text = text;
        _positions = new TextPositions(text, firstLine, firstColumn);
    }

    /// <summary>A <c>#set(</c> was read and its right side is not finished. The parser clears it.</summary>
    public bool InSet { get; set; }

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
                    Leave();
                    prefix += SignificantCharacters(image);
                    break;
                default:
                    return Complete(kind, image, prefix, start);
            }
        }
    }

    /// <summary>The name of a directive was read; arguments may follow.</summary>
    public void EnterDirective() => _state = LexicalState.Directive;

    /// <summary>No arguments follow the name: it was not a directive with arguments.</summary>
    public void LeaveDirective() => Leave();

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
            if (!matcher.Match(_state))
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
        if (_state == LexicalState.Reference)
        {
            Leave();
        }
        Enter(LexicalState.Reference);
    }

    private void BeginDirective()
    {
        if (_inComment)
        {
            return;
        }
        if (_state is LexicalState.Reference or LexicalState.ReferenceModifier)
        {
            Leave();
        }
        Enter(LexicalState.PreDirective);
    }

    private void BeginComment(LexicalState state, int unread)
    {
        if (_inComment)
        {
            return;
        }
        _at -= unread;
        _inComment = true;
        Enter(state);
    }

    private Token Complete(TokenKind kind, string image, string prefix, int start)
    {
        switch (kind)
        {
            case TokenKind.IndexOpen:
                Enter(LexicalState.ReferenceIndex);
                break;
            case TokenKind.BracketOpen:
                OpenBracket();
                break;
            case TokenKind.BracketClose:
                CloseBracket();
                break;
            case TokenKind.ArgumentsClose:
                _state = LexicalState.Reference;
                break;
            case TokenKind.Set:
                Enter(LexicalState.Directive);
                InSet = true;
                _open++;
                break;
            case TokenKind.LineCommentStart:
                BeginLineComment();
                break;
            case TokenKind.LineCommentEnd or TokenKind.FormalComment or TokenKind.BlockComment or TokenKind.TextBlock:
                _inComment = false;
                Leave();
                break;
            case TokenKind.StringLiteral when _state == LexicalState.Directive && !InSet && _open == 0:
                Leave();
                break;
            case TokenKind.If or TokenKind.ElseIf:
                _state = LexicalState.Directive;
                break;
            case TokenKind.IndexClose or TokenKind.BraceClose or TokenKind.End or TokenKind.Else:
                Leave();
                break;
            case TokenKind.IntegerLiteral:
                image = CompleteInteger(image);
                break;
            case TokenKind.FloatLiteral when _open == 0 && !InSet && _state != LexicalState.MethodArguments:
                Leave();
                break;
            case TokenKind.Dot:
                _at--;
                image = ".";
                _state = LexicalState.ReferenceModifier;
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
        if (_open == 0 && !InSet && _state is not (LexicalState.MethodArguments or LexicalState.ReferenceIndex))
        {
            Leave();
        }
        return image;
    }

    private void OpenBracket()
    {
        if (!_inComment)
        {
            _open++;
        }
        if (_state == LexicalState.ReferenceModifier)
        {
            _state = LexicalState.MethodArguments;
        }
    }

    // A closing bracket ends the innermost state that has an open one; states without any end on the way.
    private void CloseBracket()
    {
        if (_inComment)
        {
            return;
        }
        while (_open == 0)
        {
            if (!Leave())
            {
                return;
            }
        }
        if (_open == _closed + 1)
        {
            Leave();
        }
        else
        {
            _closed++;
        }
    }

    private void BeginLineComment()
    {
        if (_inComment)
        {
            return;
        }
        if (_state == LexicalState.Reference)
        {
            Leave();
        }
        _inComment = true;
        Enter(LexicalState.LineComment);
    }

    private void Enter(LexicalState state)
    {
        // The count of closed brackets is deliberately not reset: Velocity does not either.
        _outer.Push((_open, _closed, _state));
        _open = 0;
        _state = state;
    }

    private bool Leave()
    {
        if (!_outer.TryPop(out var outer))
        {
            _open = 0;
            _state = LexicalState.Default;
            return false;
        }
        (_open, _closed, _state) = outer;
        return true;
    }

    // Of a match that turned out to be no reference or directive, only these characters are text that would be lost.
    private static string SignificantCharacters(string image)
    {
        var text = new StringBuilder();
        for (var i = 0; i < image.Length; i++)
        {
            if (image[i] is '#' or '$')
            {
                text.Append(image[i]);
            }
            else if (image[i] == '\\')
            {
                var end = i;
                while (end < image.Length && image[end] == '\\')
                {
                    end++;
                }
                if (end < image.Length && image[end] == '$')
                {
                    text.Append(image, i, end + 1 - i);
                    i = end + 1;
                }
            }
        }
        return text.ToString();
    }

    private Token Create(TokenKind kind, string image, string prefix, int start)
    {
        Debug.Assert(kind < TokenKind.MoreDollar, "Only whole tokens leave the lexer.");
        var (line, column) = _positions.At(start);
        return new Token(kind, image, prefix, line, column);
    }
}
