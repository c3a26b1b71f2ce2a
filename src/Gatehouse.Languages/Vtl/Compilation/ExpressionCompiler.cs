using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl.Runtime;
using Gatehouse.Languages.Vtl.Syntax;

namespace Gatehouse.Languages.Vtl.Compilation;

/// <summary>Compiles references, literals and operators.</summary>
internal sealed class ExpressionCompiler(CompilationContext context)
{
    public Expression Compile(SyntaxNode syntax) => syntax switch
    {
        ReferenceSyntax reference => CompileReference(reference),
        StringSyntax text => new StringCompiler(context).Compile(text),
        IntegerSyntax => new ConstantExpression(ParseInteger(syntax.First)),
        FloatSyntax => new ConstantExpression(ParseFloat(syntax.First)),
        BooleanSyntax boolean => new ConstantExpression(BoxedValues.Of(boolean.Value)),
        RangeSyntax range => new RangeExpression(Compile(range.From), Compile(range.To)),
        ListSyntax list => new ListExpression([.. list.Items.Select(Compile)]),
        MapSyntax map => new MapExpression([.. map.Entries.Select(each => (Compile(each.Key), Compile(each.Value)))]),
        GroupSyntax group => Compile(group.Inner),
        NotSyntax not => new NotExpression(Compile(not.Operand)),
        BinarySyntax binary => CompileBinary(binary),
        // A bare word has no value.
        _ => new ConstantExpression(null),
    };

    /// <summary>A reference in the text of a template.</summary>
    public Statement CompilePrinted(ReferenceSyntax reference)
    {
        // The steps first: the text of a reference inside a step is settled before that of the whole.
        var accesses = CompileAccesses(reference.Accesses);
        var name = ReferenceName.Resolve(reference);
        if (name.IsRunt)
        {
            return new TextStatement(new LiteralText(name.Root));
        }
        var isPlain = reference.Accesses.Length == 0 && name.Source == "$" + name.Root;
        var form = new ReferenceForm
        {
            IsEscaped = name.IsEscaped,
            IsQuiet = name.IsQuiet,
            IsAlwaysText = name.IsText,
            Backslashes = name.Backslashes,
            Prefix = name.Prefix,
            Source = name.Source,
            ParameterSlot = isPlain ? context.Symbols.Intern(name.Root) : -1,
        };
        return new ReferenceStatement(CompileValue(name, accesses), form);
    }

    public ReferenceExpression CompileValue(ReferenceName name, ImmutableArray<Access> accesses) =>
        new(context.Symbols.Intern(name.Root), accesses);

    public ImmutableArray<Access> CompileAccesses(ImmutableArray<AccessSyntax> accesses) =>
        [.. accesses.Select(CompileAccess)];

    private Expression CompileReference(ReferenceSyntax reference)
    {
        var accesses = CompileAccesses(reference.Accesses);
        var name = ReferenceName.Resolve(reference);
        return name.IsRunt || name.IsText ? new ConstantExpression(null) : CompileValue(name, accesses);
    }

    private Access CompileAccess(AccessSyntax access) => access switch
    {
        PropertySyntax property => new PropertyAccess(property.Name),
        MethodSyntax method => new MethodAccess(method.Name, [.. method.Arguments.Select(Compile)]),
        IndexSyntax index => new IndexAccess(Compile(index.Index)),
        _ => throw new System.Diagnostics.UnreachableException(access.GetType().Name),
    };

    private Expression CompileBinary(BinarySyntax binary)
    {
        var left = Compile(binary.Left);
        var right = Compile(binary.Right);
        return binary.Operator switch
        {
            TokenKind.And => new AndExpression(left, right),
            TokenKind.Or => new OrExpression(left, right),
            TokenKind.Equal => new EqualityExpression(left, right, expected: true),
            TokenKind.NotEqual => new EqualityExpression(left, right, expected: false),
            TokenKind.Less => new OrderExpression(left, right, OrderOperator.Less),
            TokenKind.LessOrEqual => new OrderExpression(left, right, OrderOperator.LessOrEqual),
            TokenKind.Greater => new OrderExpression(left, right, OrderOperator.Greater),
            TokenKind.GreaterOrEqual => new OrderExpression(left, right, OrderOperator.GreaterOrEqual),
            var operation => new MathExpression(
                Operator(operation), left, right, binary.Left.Literal, binary.Right.Literal),
        };
    }

    private static MathOperator Operator(TokenKind kind) => kind switch
    {
        TokenKind.Plus => MathOperator.Add,
        TokenKind.Minus => MathOperator.Subtract,
        TokenKind.Multiply => MathOperator.Multiply,
        TokenKind.Divide => MathOperator.Divide,
        _ => MathOperator.Modulo,
    };

    private static object ParseInteger(Token token)
    {
        if (int.TryParse(token.Image, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
        {
            return BoxedValues.Of(small);
        }
        if (long.TryParse(token.Image, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
        {
            return large;
        }
        if (token.Image.Length > Json.JsonLimits.MaxNumberLength)
        {
            throw new VtlSyntaxException("The number is too long", token.Line, token.Column);
        }
        return BigInteger.TryParse(
            token.Image, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var huge)
            ? huge
            : throw NotANumber(token);
    }

    private static double ParseFloat(Token token) =>
        double.TryParse(token.Image, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw NotANumber(token);

    // A lone # before the digits is part of the token.
    private static VtlSyntaxException NotANumber(Token token) =>
        new($"'{token.Image}' is not a number", token.Line, token.Column);
}
