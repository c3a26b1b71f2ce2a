using System.Collections.Immutable;
using Gatehouse.Languages.Vtl.Runtime;
using Gatehouse.Languages.Vtl.Syntax;

namespace Gatehouse.Languages.Vtl.Compilation;

/// <summary>
/// Turns parsed statements into ones that run: names into slots, text into bytes, macros into a table.
/// </summary>
internal sealed class VtlCompiler
{
    private readonly CompilationContext _context;
    private readonly ExpressionCompiler _expressions;
    private readonly DirectiveCompiler _directives;

    public VtlCompiler(CompilationContext context)
    {
        _context = context;
        _expressions = new ExpressionCompiler(context);
        _directives = new DirectiveCompiler(context, this, _expressions);
    }

    /// <summary>Compiles a template that became known at run time: the argument of #evaluate.</summary>
    public static Statement CompileFragment(string source, SymbolTable symbols, MacroTable macros)
    {
        if (source.Length > VtlLimits.MaxTemplateLength)
        {
            throw new VtlSyntaxException("The template is too long", 1, VtlLimits.MaxTemplateLength);
        }
        var context = new CompilationContext(symbols, macros, LoopVariables.All);
        var syntax = VtlParser.Parse(source, context.MacroNames);
        return new VtlCompiler(context).CompileBlock(syntax);
    }

    /// <summary>Compiles a whole template.</summary>
    public static BlockStatement CompileTemplate(string source, SymbolTable symbols, MacroTable macros)
    {
        var context = new CompilationContext(symbols, macros, LoopVariables.MentionedIn(source));
        var syntax = VtlParser.Parse(source, context.MacroNames);
        return new VtlCompiler(context).CompileBlock(syntax);
    }

    public BlockStatement CompileBlock(BlockSyntax block)
    {
        var statements = ImmutableArray.CreateBuilder<Statement>(block.Statements.Length);
        var text = new System.Text.StringBuilder();
        foreach (var syntax in block.Statements)
        {
            if (syntax is TextSyntax plain)
            {
                // Neighbouring texts (a line, its end, an escape) become one write.
                text.Append(plain.Text);
                continue;
            }
            FlushText(text, statements);
            if (Compile(syntax) is { } statement)
            {
                statements.Add(statement);
            }
        }
        FlushText(text, statements);
        return new BlockStatement(MergeTexts(statements));
    }

    // A macro's definition writes nothing and leaves two texts side by side.
    private static ImmutableArray<Statement> MergeTexts(ImmutableArray<Statement>.Builder statements)
    {
        var merged = ImmutableArray.CreateBuilder<Statement>(statements.Count);
        foreach (var statement in statements)
        {
            if (statement is TextStatement next && merged.Count > 0 && merged[^1] is TextStatement last)
            {
                merged[^1] = new TextStatement(new LiteralText(last.Text.Text + next.Text.Text));
            }
            else
            {
                merged.Add(statement);
            }
        }
        return merged.DrainToImmutable();
    }

    private static void FlushText(System.Text.StringBuilder text, ImmutableArray<Statement>.Builder statements)
    {
        if (text.Length > 0)
        {
            statements.Add(new TextStatement(new LiteralText(text.ToString())));
            text.Clear();
        }
    }

    private Statement? Compile(SyntaxNode syntax) => syntax switch
    {
        ReferenceSyntax reference => _expressions.CompilePrinted(reference),
        SetSyntax set => CompileSet(set),
        IfSyntax choice => CompileIf(choice),
        DirectiveSyntax directive => _directives.Compile(directive),
        _ => throw new System.Diagnostics.UnreachableException(syntax.GetType().Name),
    };

    private IfStatement CompileIf(IfSyntax choice)
    {
        var branches = ImmutableArray.CreateBuilder<(Expression, Statement)>(choice.Branches.Length);
        foreach (var (condition, block) in choice.Branches)
        {
            branches.Add((_expressions.Compile(condition), CompileBlock(block)));
        }
        return new IfStatement(
            branches.ToImmutable(), choice.Otherwise is null ? null : CompileBlock(choice.Otherwise));
    }

    private Statement CompileSet(SetSyntax set)
    {
        var name = ReferenceName.Resolve(set.Target);
        var value = _expressions.Compile(set.Value);
        if (set.Target.Accesses.Length == 0)
        {
            // Velocity takes the first token without its dollar: #set(${x} = 1) sets a variable that nobody can read.
            return new SetVariableStatement(_context.Symbols.Intern(name.AssignedName), value);
        }
        // What the last access says must compile, whether it is used or not.
        _expressions.CompileAccesses(set.Target.Accesses[^1..]);
        var owner = _expressions.CompileValue(name, _expressions.CompileAccesses(set.Target.Accesses[..^1]));
        return set.Target.Accesses[^1] switch
        {
            PropertySyntax property => new SetMemberStatement(owner, new PropertyAccess(property.Name), null, value),
            IndexSyntax index => new SetMemberStatement(
                owner, null, new IndexAccess(_expressions.Compile(index.Index)), value),
            // $a.b() = 1 sets the property b.
            var method => new SetMemberStatement(owner, new PropertyAccess(method.First.Image), null, value),
        };
    }
}
