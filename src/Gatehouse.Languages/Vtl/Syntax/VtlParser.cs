using System.Collections.Immutable;
using System.Text;

namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>Reads the statements of a template.</summary>
internal sealed class VtlParser
{
    private readonly TokenReader _reader;
    private readonly ExpressionParser _expressions;
    private readonly ISet<string> _macroNames;
    private int _depth;

    private VtlParser(TokenReader reader, ISet<string> macroNames, int depth)
    {
        _reader = reader;
        _macroNames = macroNames;
        _depth = depth;
        _expressions = new ExpressionParser(reader);
    }

    /// <summary>Parses a template, or quoted text inside one, which is then at some depth.</summary>
    /// <remarks>
    /// The parser adds the macros that it reads to the names known so far: a backslash before a known one is an escape.
    /// </remarks>
    public static BlockSyntax Parse(string text, ISet<string> macroNames, int line = 1, int column = 1, int depth = 0)
    {
        var reader = new TokenReader(new VtlLexer(text, line, column));
        var parser = new VtlParser(reader, macroNames, depth);
        var block = parser.ReadBlock();
        return reader.Kind == TokenKind.EndOfTemplate ? block : throw reader.Unexpected();
    }

    private BlockSyntax ReadBlock()
    {
        if (++_depth > VtlLimits.MaxNesting)
        {
            throw TokenReader.Fault("The template is nested too deeply", _reader.Peek(1));
        }
        var first = _reader.Peek(1);
        var statements = ImmutableArray.CreateBuilder<SyntaxNode>();
        while (ReadStatement() is { } statement)
        {
            statements.Add(statement);
        }
        _depth--;
        return new BlockSyntax { First = first, Last = _reader.Current, Statements = statements.ToImmutable() };
    }

    private SyntaxNode? ReadStatement()
    {
        switch (_reader.Kind)
        {
            case TokenKind.If:
                return ReadIf();
            case TokenKind.Identifier:
            case TokenKind.BraceOpen when _reader.Peek(2).Kind == TokenKind.Identifier:
                return _expressions.ReadReference();
            case TokenKind.LineCommentStart:
                var comment = ReadComment();
                _reader.Accept(TokenKind.LineCommentEnd);
                return comment;
            case TokenKind.BlockComment or TokenKind.FormalComment:
                return ReadComment();
            case TokenKind.TextBlock:
                return ReadText(token => token.Image[3..^3]);
            case TokenKind.Set:
                return ReadSet();
            case TokenKind.EscapedDirective:
                // The image itself changes: an unknown macro that prints its block prints it unescaped.
                return ReadText(token => token.Image = Unescape(token.Image));
            case TokenKind.DoubleEscape:
                return ReadEscapes();
            case TokenKind.Word or TokenKind.BracedWord:
                return ReadDirective();
            case TokenKind.Text or TokenKind.Dot or TokenKind.BracketClose or TokenKind.BracketOpen
                or TokenKind.IntegerLiteral or TokenKind.FloatLiteral or TokenKind.StringLiteral or TokenKind.Escape
                or TokenKind.BraceOpen or TokenKind.BraceClose or TokenKind.EmptyIndex:
                return ReadText(token => token.Literal);
            default:
                return null;
        }
    }

    private TextSyntax ReadText(Func<Token, string> text)
    {
        var token = _reader.Consume();
        return new TextSyntax { First = token, Last = token, Text = text(token) };
    }

    // What stands directly before a comment, such as a lone dollar, is part of its token and is kept.
    private TextSyntax ReadComment() => ReadText(token =>
    {
        var line = token.Image.IndexOf("##", StringComparison.Ordinal);
        var block = token.Image.IndexOf("#*", StringComparison.Ordinal);
        var start = line >= 0 ? line : block;
        return start > 0 ? token.Image[..start] : string.Empty;
    });

    /// <summary>
    /// <c>\#if</c>: when the word is a directive or a known macro, every two backslashes are one and the last is
    /// dropped; otherwise all is text.
    /// </summary>
    private string Unescape(string image)
    {
        var last = image.LastIndexOf('\\');
        var directive = image[(last + 1)..];
        var name = directive[1..].Trim('{', '}');
        var isKnown = DirectiveNames.IsKnown(name) || DirectiveNames.IsBuiltIn(name) || _macroNames.Contains(name);
        return isKnown ? image[..(last / 2)] + directive : image;
    }

    private TextSyntax ReadEscapes()
    {
        var first = _reader.Peek(1);
        var count = 0;
        while (_reader.Accept(TokenKind.DoubleEscape))
        {
            count++;
        }
        var next = _reader.Peek(1);
        var isBeforeDirective = next.Kind is TokenKind.If or TokenKind.ElseIf or TokenKind.Else or TokenKind.End;
        if (!isBeforeDirective && next.Image.Length > 0)
        {
            var name = next.Image[1..];
            isBeforeDirective = DirectiveNames.IsKnown(name) || _macroNames.Contains(name);
        }
        return new TextSyntax
        {
            First = first,
            Last = _reader.Current,
            Text = new string('\\', isBeforeDirective ? count : count * 2),
        };
    }

    private IfSyntax ReadIf()
    {
        var first = _reader.Peek(1);
        var branches = ImmutableArray.CreateBuilder<(SyntaxNode, BlockSyntax)>();
        do
        {
            _reader.Consume();
            _reader.SkipWhiteSpace();
            _reader.Expect(TokenKind.BracketOpen);
            var condition = _expressions.ReadExpression();
            _reader.Expect(TokenKind.BracketClose);
            branches.Add((condition, ReadBlock()));
        }
        while (_reader.Kind == TokenKind.ElseIf);
        var otherwise = _reader.Accept(TokenKind.Else) ? ReadBlock() : null;
        var last = _reader.Expect(TokenKind.End);
        return new IfSyntax { First = first, Last = last, Branches = branches.ToImmutable(), Otherwise = otherwise };
    }

    private SetSyntax ReadSet()
    {
        var first = _reader.Consume();
        _reader.SkipWhiteSpace();
        if (_reader.Kind is not (TokenKind.Identifier or TokenKind.BraceOpen))
        {
            throw _reader.Unexpected();
        }
        var target = _expressions.ReadReference();
        _reader.SkipWhiteSpace();
        _reader.Expect(TokenKind.Assign);
        var value = _expressions.ReadExpression();
        var last = _reader.Expect(TokenKind.BracketClose);
        _reader.Lexer.InSet = false;
        return new SetSyntax { First = first, Last = last, Target = target, Value = value };
    }

    private DirectiveSyntax ReadDirective()
    {
        var first = _reader.Consume();
        var name = first.Kind == TokenKind.BracedWord
            ? first.Image[Math.Min(2, first.Image.Length)..^1]
            : first.Image[1..];
        var isBlock = DirectiveNames.HasBlock(name) || name.StartsWith('@');
        _reader.Lexer.EnterDirective();
        if (!_reader.Lexer.IsBracketNext())
        {
            if (name == DirectiveNames.Macro)
            {
                throw TokenReader.Fault("A macro declaration requires at least a name argument", first);
            }
            _reader.Lexer.LeaveDirective();
            return new DirectiveSyntax
            {
                First = first,
                Last = first,
                Name = name,
                Children = [],
                HasArguments = false,
            };
        }
        var children = ReadArguments(name, first);
        var last = _reader.Expect(TokenKind.BracketClose);
        if (isBlock)
        {
            children.Add(ReadBlock());
            last = _reader.Expect(TokenKind.End);
            RegisterMacro(name, children, first);
        }
        return new DirectiveSyntax
        {
            First = first,
            Last = last,
            Name = name,
            Children = children.ToImmutable(),
            HasArguments = true,
        };
    }

    private ImmutableArray<SyntaxNode>.Builder ReadArguments(string name, Token directive)
    {
        _reader.SkipWhiteSpace();
        _reader.Expect(TokenKind.BracketOpen);
        var arguments = ImmutableArray.CreateBuilder<SyntaxNode>();
        while (IsArgumentNext())
        {
            _reader.SkipWhiteSpace();
            if (_reader.Accept(TokenKind.Comma))
            {
                _reader.SkipWhiteSpace();
            }
            var argument = _expressions.ReadDirectiveArgument();
            CheckWord(name, argument, arguments.Count, directive);
            arguments.Add(argument);
        }
        _reader.SkipWhiteSpace();
        return arguments;
    }

    private bool IsArgumentNext()
    {
        var distance = _reader.Kind == TokenKind.WhiteSpace ? 2 : 1;
        return _reader.Peek(distance).Kind == TokenKind.Comma
            || ExpressionParser.BeginsDirectiveArgument(_reader.Peek(distance).Kind);
    }

    // Bare words are allowed as the name of a macro, as the `in` of #foreach, and before it is known what a call means.
    private static void CheckWord(string directive, SyntaxNode argument, int position, Token at)
    {
        var isMacroName = directive == DirectiveNames.Macro && position == 0;
        if (argument is WordSyntax)
        {
            var isIn = directive == DirectiveNames.Foreach && position == 1;
            if (DirectiveNames.IsKnown(directive) && !isMacroName && !isIn)
            {
                throw TokenReader.Fault($"Invalid argument {position} of #{directive}", at);
            }
        }
        else if (isMacroName)
        {
            throw TokenReader.Fault("The first argument of #macro must be a word without quotes", at);
        }
    }

    private void RegisterMacro(string name, ImmutableArray<SyntaxNode>.Builder children, Token at)
    {
        if (name != DirectiveNames.Macro)
        {
            return;
        }
        if (children.Count < 2)
        {
            throw TokenReader.Fault("The first argument of #macro must be its name", at);
        }
        _macroNames.Add(children[0].First.Image);
    }
}
