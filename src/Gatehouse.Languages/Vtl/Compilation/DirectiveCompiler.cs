using System.Collections.Immutable;
using Gatehouse.Languages.Vtl.Runtime;
using Gatehouse.Languages.Vtl.Syntax;

namespace Gatehouse.Languages.Vtl.Compilation;

/// <summary>Compiles the directives that are not part of Velocity's grammar itself.</summary>
internal sealed class DirectiveCompiler(
    CompilationContext context, VtlCompiler statements, ExpressionCompiler expressions)
{
    private const string BodyContent = "bodyContent";

    public Statement? Compile(DirectiveSyntax directive) => directive.Name switch
    {
        DirectiveNames.Foreach => CompileForeach(directive),
        DirectiveNames.Macro => DefineMacro(directive),
        DirectiveNames.Define => CompileDefine(directive),
        DirectiveNames.Evaluate => CompileEvaluate(directive),
        DirectiveNames.Break => CompileBreak(directive),
        DirectiveNames.Stop => CompileStop(directive),
        DirectiveNames.LiteralBlock => CompileLiteral(directive),
        // Templates have no files to include (rest-execution §6.2).
        DirectiveNames.Include or DirectiveNames.Parse => throw Fault(directive, $"#{directive.Name} is not available"),
        _ => CompileMacroCall(directive),
    };

    private Statement CompileForeach(DirectiveSyntax directive)
    {
        var children = directive.Children;
        if (children.Length == 0)
        {
            throw Fault(directive, "#foreach needs an element, `in`, and something to go through");
        }
        if (children.Length < 3)
        {
            // Velocity looks for what to go through only when it gets here.
            foreach (var child in children)
            {
                CompileChild(child);
            }
            return new FailingStatement("#foreach needs an element, `in`, and something to go through");
        }
        var element = children[0] is ReferenceSyntax reference
            ? ReferenceName.Resolve(reference).Root
            : children[0].First.Image[Math.Min(1, children[0].First.Image.Length)..];
        // What counts is the position, whatever the arguments are: Velocity takes the third and renders the fourth.
        var items = children[2] is BlockSyntax unused
            ? NothingBut(unused)
            : expressions.Compile(children[2]);
        var body = children.Length > 3 ? CompileChild(children[3]) : new BlockStatement([]);
        foreach (var extra in children[Math.Min(4, children.Length)..])
        {
            CompileChild(extra);
        }
        var read = context.LoopVariables;
        var slots = new ForeachSlots(
            context.Symbols.Intern(element),
            read.Count ? context.Symbols.Intern(LoopVariables.CountName) : -1,
            read.HasNext ? context.Symbols.Intern(LoopVariables.HasNextName) : -1,
            read.Scope ? context.Symbols.Intern(LoopVariables.ScopeName) : -1);
        return new ForeachStatement(slots, items, body);
    }

    // A block in place of a list holds nothing to go through, but what it says must compile.
    private ConstantExpression NothingBut(BlockSyntax block)
    {
        statements.CompileBlock(block);
        return new ConstantExpression(null);
    }

    private Statement CompileChild(SyntaxNode child) => child switch
    {
        BlockSyntax block => statements.CompileBlock(block),
        ReferenceSyntax reference => expressions.CompilePrinted(reference),
        // A list or a map in place of a block writes the references in it and nothing else.
        ListSyntax list => CompileChildren(list.Items),
        MapSyntax map => CompileChildren(map.Entries.SelectMany(each => new[] { each.Key, each.Value })),
        RangeSyntax range => CompileChildren([range.From, range.To]),
        _ => CompileUnused(child),
    };

    private BlockStatement CompileChildren(IEnumerable<SyntaxNode> children) => new([.. children.Select(CompileChild)]);

    private BlockStatement CompileUnused(SyntaxNode child)
    {
        expressions.Compile(child);
        return new BlockStatement([]);
    }

    private Statement? DefineMacro(DirectiveSyntax directive)
    {
        var parameters = ImmutableArray.CreateBuilder<int>();
        foreach (var child in directive.Children[1..^1])
        {
            // $$p names the parameter p as well, and prints as $p from here on.
            if (child is ReferenceSyntax reference)
            {
                ReferenceName.Resolve(reference);
            }
            parameters.Add(context.Symbols.Intern(child.First.Image.TrimStart('$')));
        }
        // The body comes first: a macro inside it is known before the one around it.
        var body = statements.CompileBlock((BlockSyntax)directive.Children[^1]);
        context.Macros.Add(new MacroDefinition(directive.Children[0].First.Image, parameters.ToImmutable(), body));
        return null;
    }

    private DefineStatement CompileDefine(DirectiveSyntax directive)
    {
        if (directive.Children.Length != 2)
        {
            throw Fault(directive, "#define needs one argument, the name of the block");
        }
        var image = directive.Children[0].First.Image;
        var name = image.StartsWith('$') ? image.TrimStart('$') : image[Math.Min(1, image.Length)..];
        var slot = context.Symbols.Intern(name);
        return new DefineStatement(slot, statements.CompileBlock((BlockSyntax)directive.Children[1]));
    }

    private EvaluateStatement CompileEvaluate(DirectiveSyntax directive)
    {
        if (directive.Children is not [StringSyntax or ReferenceSyntax])
        {
            throw Fault(directive, "#evaluate needs one argument, a string or a reference");
        }
        return new EvaluateStatement(expressions.Compile(directive.Children[0]));
    }

    private BreakStatement CompileBreak(DirectiveSyntax directive) => directive.Children switch
    {
        [] => new BreakStatement(null),
        [var scope] => new BreakStatement(expressions.Compile(scope)),
        _ => throw Fault(directive, "#break takes at most one argument, a scope"),
    };

    private StopStatement CompileStop(DirectiveSyntax directive) => directive.Children switch
    {
        [] => new StopStatement(null),
        [var message] => new StopStatement(expressions.Compile(message)),
        _ => throw Fault(directive, "#stop takes at most one argument, a message"),
    };

    private static TextStatement CompileLiteral(DirectiveSyntax directive) =>
        directive.Children is [.., BlockSyntax { Statements: not [] }]
            ? new TextStatement(new LiteralText(directive.Children[0].Literal))
            : throw Fault(directive, "#literal needs brackets and a block that is not empty");

    private Statement CompileMacroCall(DirectiveSyntax directive)
    {
        var isBlock = directive.Name.StartsWith('@');
        if (isBlock && !directive.HasArguments)
        {
            return new TextStatement(new LiteralText($"#{directive.Name}"));
        }
        var count = directive.Children.Length - (isBlock ? 1 : 0);
        var arguments = ImmutableArray.CreateBuilder<MacroArgument>(count);
        string? problem = null;
        foreach (var child in directive.Children[..count])
        {
            if (child is WordSyntax)
            {
                problem ??= $"Invalid arg '{child.First.Image}' in macro #{directive.Name}";
            }
            var isConstant = child is IntegerSyntax or FloatSyntax or BooleanSyntax or WordSyntax;
            // The value first: compiling a reference settles the text of its first token.
            var value = expressions.Compile(child);
            arguments.Add(new MacroArgument(value, isConstant, child.Literal));
        }
        var body = isBlock
            ? new MacroBody(
                context.Symbols.Intern(BodyContent), statements.CompileBlock((BlockSyntax)directive.Children[^1]))
            : null;
        return new MacroCallStatement(
            isBlock ? directive.Name[1..] : directive.Name,
            arguments.ToImmutable(),
            body,
            new LiteralText(Token.ImagesOf(directive.First, directive.Last)),
            problem);
    }

    private static VtlSyntaxException Fault(DirectiveSyntax directive, string problem) =>
        new(problem, directive.First.Line, directive.First.Column);
}
