using System.Collections.Immutable;

namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>Reads lists, ranges and maps.</summary>
internal sealed class CollectionParser(TokenReader reader, ExpressionParser expressions)
{
    public SyntaxNode ReadRangeOrList() => IsRangeNext() ? ReadRange() : ReadList();

    // Both a range and a list begin with a bracket and a value; only what follows the value tells them apart.
    private bool IsRangeNext()
    {
        var at = reader.Peek(2).Kind == TokenKind.WhiteSpace ? 3 : 2;
        if (reader.Peek(at).Kind == TokenKind.IntegerLiteral)
        {
            at++;
        }
        else if (!TrySkipReference(ref at))
        {
            return false;
        }
        if (reader.Peek(at).Kind == TokenKind.WhiteSpace)
        {
            at++;
        }
        return reader.Peek(at).Kind == TokenKind.DoubleDot;
    }

    private bool TrySkipReference(ref int at)
    {
        var isBraced = reader.Peek(at).Kind == TokenKind.BraceOpen;
        if (isBraced)
        {
            at++;
        }
        if (reader.Peek(at++).Kind != TokenKind.Identifier)
        {
            return false;
        }
        var depth = 0;
        for (; ; at++)
        {
            switch (reader.Peek(at).Kind)
            {
                case TokenKind.IndexOpen or TokenKind.BracketOpen:
                    depth++;
                    break;
                case TokenKind.IndexClose or TokenKind.ArgumentsClose:
                    depth--;
                    break;
                case TokenKind.EndOfTemplate:
                    return false;
                case TokenKind.Dot or TokenKind.Identifier:
                    break;
                case TokenKind.BraceClose when depth == 0:
                    at += isBraced ? 1 : 0;
                    return isBraced;
                default:
                    if (depth <= 0)
                    {
                        return !isBraced;
                    }
                    break;
            }
        }
    }

    private RangeSyntax ReadRange()
    {
        var first = reader.Consume();
        reader.SkipWhiteSpace();
        var from = expressions.ReadLiteral();
        reader.SkipWhiteSpace();
        reader.Expect(TokenKind.DoubleDot);
        reader.SkipWhiteSpace();
        if (reader.Kind is not (TokenKind.IntegerLiteral or TokenKind.Identifier or TokenKind.BraceOpen))
        {
            throw reader.Unexpected();
        }
        var to = expressions.ReadLiteral();
        reader.SkipWhiteSpace();
        var last = reader.Expect(TokenKind.ListClose);
        return new RangeSyntax { First = first, Last = last, From = from, To = to };
    }

    private ListSyntax ReadList()
    {
        var first = reader.Consume();
        var items = ImmutableArray.CreateBuilder<SyntaxNode>();
        if (reader.Kind != TokenKind.ListClose)
        {
            do
            {
                items.Add(expressions.ReadParameter());
            }
            while (reader.Accept(TokenKind.Comma));
        }
        var last = reader.Expect(TokenKind.ListClose);
        return new ListSyntax { First = first, Last = last, Items = items.ToImmutable() };
    }

    public MapSyntax ReadMap()
    {
        var first = reader.Consume();
        var entries = ImmutableArray.CreateBuilder<(SyntaxNode, SyntaxNode)>();
        var distance = reader.Kind == TokenKind.WhiteSpace ? 2 : 1;
        if (ExpressionParser.BeginsLiteral(reader.Peek(distance).Kind))
        {
            do
            {
                var key = expressions.ReadParameter();
                reader.Expect(TokenKind.Colon);
                entries.Add((key, expressions.ReadParameter()));
            }
            while (reader.Accept(TokenKind.Comma));
        }
        else
        {
            reader.SkipWhiteSpace();
        }
        // After a reference the lexer is still in the reference's state and calls the brace by another name.
        if (reader.Kind is not (TokenKind.MapClose or TokenKind.BraceClose))
        {
            throw reader.Unexpected();
        }
        var last = reader.Consume();
        return new MapSyntax { First = first, Last = last, Entries = entries.ToImmutable() };
    }
}
