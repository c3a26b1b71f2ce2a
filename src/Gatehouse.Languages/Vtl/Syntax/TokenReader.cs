namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>
/// Hands tokens to the parser and looks ahead no further than asked: the lexer's state depends on it.
/// </summary>
internal sealed class TokenReader(VtlLexer lexer)
{
    private readonly Queue<Token> _ahead = new();
    private Token? _lastRead;

    public VtlLexer Lexer { get; } = lexer;

    /// <summary>The token consumed last.</summary>
    public Token Current { get; private set; } =
        new(TokenKind.EndOfTemplate, string.Empty, string.Empty, 1, 1);

    /// <summary>The kind of the next token.</summary>
    public TokenKind Kind => Peek(1).Kind;

    /// <summary>The <paramref name="distance"/>-th token from here, 1 being the next.</summary>
    public Token Peek(int distance)
    {
        while (_ahead.Count < distance)
        {
            var token = Lexer.Next();
            if (_lastRead is not null)
            {
                _lastRead.Next = token;
            }
            _lastRead = token;
            _ahead.Enqueue(token);
        }
        return distance == 1 ? _ahead.Peek() : _ahead.ElementAt(distance - 1);
    }

    public Token Consume()
    {
        Peek(1);
        Current = _ahead.Dequeue();
        return Current;
    }

    public Token Expect(TokenKind kind) => Kind == kind ? Consume() : throw Unexpected();

    public bool Accept(TokenKind kind)
    {
        if (Kind != kind)
        {
            return false;
        }
        Consume();
        return true;
    }

    public void SkipWhiteSpace() => Accept(TokenKind.WhiteSpace);

    public VtlSyntaxException Unexpected()
    {
        var token = Peek(1);
        var what = token.Kind == TokenKind.EndOfTemplate ? "the end of the template" : $"\"{token.Image}\"";
        return new VtlSyntaxException($"Encountered {what}", token.Line, token.Column);
    }

    public static VtlSyntaxException Fault(string problem, Token at) => new(problem, at.Line, at.Column);
}
