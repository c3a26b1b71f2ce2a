using System.Collections.Immutable;

namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>Reads references, literals and operators.</summary>
internal sealed class ExpressionParser(TokenReader reader)
{
    // Loosest first; operators of one level group to the left.
    private static readonly TokenKind[][] Levels =
    [
        [TokenKind.Or],
        [TokenKind.And],
        [TokenKind.Equal, TokenKind.NotEqual],
        [TokenKind.Less, TokenKind.Greater, TokenKind.LessOrEqual, TokenKind.GreaterOrEqual],
        [TokenKind.Plus, TokenKind.Minus],
        [TokenKind.Multiply, TokenKind.Divide, TokenKind.Modulus],
    ];

    private int _depth;

    public static bool BeginsDirectiveArgument(TokenKind kind) => kind == TokenKind.Word || BeginsLiteral(kind);

    public SyntaxNode ReadExpression() => Nested(() => ReadLevel(0));

    public SyntaxNode ReadDirectiveArgument()
    {
        if (reader.Kind != TokenKind.Word)
        {
            return ReadLiteral();
        }
        var word = reader.Consume();
        return new WordSyntax { First = word, Last = word };
    }

    public ReferenceSyntax ReadReference()
    {
        var first = reader.Peek(1);
        var isBraced = reader.Accept(TokenKind.BraceOpen);
        reader.Expect(TokenKind.Identifier);
        var accesses = ImmutableArray.CreateBuilder<AccessSyntax>();
        ReadIndexes(accesses);
        while (reader.Kind == TokenKind.Dot && reader.Peek(2).Kind == TokenKind.Identifier)
        {
            reader.Consume();
            accesses.Add(IsMethodNext() ? ReadMethod() : ReadProperty());
            ReadIndexes(accesses);
        }
        if (isBraced)
        {
            reader.Expect(TokenKind.BraceClose);
        }
        return new ReferenceSyntax { First = first, Last = reader.Current, Accesses = accesses.ToImmutable() };
    }

    public static bool BeginsLiteral(TokenKind kind) => kind is TokenKind.StringLiteral or TokenKind.IntegerLiteral
        or TokenKind.ListOpen or TokenKind.MapOpen or TokenKind.True or TokenKind.False or TokenKind.Identifier
        or TokenKind.BraceOpen or TokenKind.FloatLiteral;

    private T Nested<T>(Func<T> read)
    {
        if (++_depth > VtlLimits.MaxNesting)
        {
            throw TokenReader.Fault("The template is nested too deeply", reader.Peek(1));
        }
        var result = read();
        _depth--;
        return result;
    }

    private SyntaxNode ReadLevel(int level)
    {
        if (level == Levels.Length)
        {
            return ReadUnary();
        }
        var left = ReadLevel(level + 1);
        while (Array.IndexOf(Levels[level], reader.Kind) >= 0)
        {
            var comparison = reader.Consume().Kind;
            // As in Velocity, the source text of an operation is that of its right side only.
            var first = reader.Peek(1);
            var right = ReadLevel(level + 1);
            left = new BinarySyntax
            {
                First = first,
                Last = reader.Current,
                Operator = comparison,
                Left = left,
                Right = right,
            };
        }
        return left;
    }

    private SyntaxNode ReadUnary()
    {
        var isNegated = reader.Kind == TokenKind.Not
            || (reader.Kind == TokenKind.WhiteSpace && reader.Peek(2).Kind == TokenKind.Not);
        if (!isNegated)
        {
            return ReadPrimary();
        }
        reader.SkipWhiteSpace();
        reader.Consume();
        var first = reader.Peek(1);
        var operand = Nested(ReadUnary);
        return new NotSyntax { First = first, Last = reader.Current, Operand = operand };
    }

    private SyntaxNode ReadPrimary()
    {
        reader.SkipWhiteSpace();
        SyntaxNode value;
        if (reader.Accept(TokenKind.BracketOpen))
        {
            var first = reader.Peek(1);
            var inner = ReadExpression();
            value = new GroupSyntax { First = first, Last = reader.Current, Inner = inner };
            reader.Expect(TokenKind.BracketClose);
        }
        else
        {
            value = ReadLiteral();
        }
        reader.SkipWhiteSpace();
        return value;
    }

    public SyntaxNode ReadParameter()
    {
        reader.SkipWhiteSpace();
        var value = ReadLiteral();
        reader.SkipWhiteSpace();
        return value;
    }

    public SyntaxNode ReadLiteral()
    {
        var first = reader.Peek(1);
        switch (first.Kind)
        {
            case TokenKind.Identifier or TokenKind.BraceOpen:
                return ReadReference();
            case TokenKind.StringLiteral:
                reader.Consume();
                return new StringSyntax { First = first, Last = first };
            case TokenKind.IntegerLiteral:
                reader.Consume();
                return new IntegerSyntax { First = first, Last = first };
            case TokenKind.FloatLiteral:
                reader.Consume();
                return new FloatSyntax { First = first, Last = first };
            case TokenKind.True or TokenKind.False:
                reader.Consume();
                return new BooleanSyntax { First = first, Last = first, Value = first.Kind == TokenKind.True };
            case TokenKind.ListOpen:
                return Nested(() => new CollectionParser(reader, this).ReadRangeOrList());
            case TokenKind.MapOpen:
                return Nested<SyntaxNode>(new CollectionParser(reader, this).ReadMap);
            default:
                throw reader.Unexpected();
        }
    }

    private void ReadIndexes(ImmutableArray<AccessSyntax>.Builder accesses)
    {
        while (reader.Kind == TokenKind.IndexOpen)
        {
            var first = reader.Consume();
            reader.SkipWhiteSpace();
            if (reader.Kind is not (TokenKind.StringLiteral or TokenKind.IntegerLiteral or TokenKind.True
                or TokenKind.False or TokenKind.Identifier or TokenKind.BraceOpen))
            {
                throw reader.Unexpected();
            }
            var index = Nested(ReadLiteral);
            reader.SkipWhiteSpace();
            var last = reader.Expect(TokenKind.IndexClose);
            accesses.Add(new IndexSyntax { First = first, Last = last, Index = index });
        }
    }

    private bool IsMethodNext()
    {
        if (reader.Peek(2).Kind != TokenKind.BracketOpen)
        {
            return false;
        }
        var third = reader.Peek(3).Kind;
        return third is TokenKind.ArgumentsClose or TokenKind.WhiteSpace || BeginsLiteral(third);
    }

    private PropertySyntax ReadProperty()
    {
        var name = reader.Consume();
        return new PropertySyntax { First = name, Last = name };
    }

    private MethodSyntax ReadMethod()
    {
        var name = reader.Consume();
        reader.Expect(TokenKind.BracketOpen);
        var arguments = ImmutableArray.CreateBuilder<SyntaxNode>();
        if (reader.Kind != TokenKind.ArgumentsClose)
        {
            do
            {
                arguments.Add(Nested(ReadParameter));
            }
            while (reader.Accept(TokenKind.Comma));
        }
        var last = reader.Expect(TokenKind.ArgumentsClose);
        return new MethodSyntax { First = name, Last = last, Arguments = arguments.ToImmutable() };
    }
}
