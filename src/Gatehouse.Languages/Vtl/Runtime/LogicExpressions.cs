using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>An expression that is true or false.</summary>
internal abstract class LogicExpression : Expression
{
    public sealed override object? Evaluate(VtlFrame frame) => BoxedValues.Of(Test(frame));

    public abstract override bool Test(VtlFrame frame);
}

/// <summary><c>&amp;&amp;</c>; the right side is evaluated only when needed.</summary>
internal sealed class AndExpression(Expression left, Expression right) : LogicExpression
{
    public override bool Test(VtlFrame frame) => left.Test(frame) && right.Test(frame);
}

/// <summary><c>||</c>; the right side is evaluated only when needed.</summary>
internal sealed class OrExpression(Expression left, Expression right) : LogicExpression
{
    public override bool Test(VtlFrame frame) => left.Test(frame) || right.Test(frame);
}

/// <summary><c>!</c>.</summary>
internal sealed class NotExpression(Expression operand) : LogicExpression
{
    public override bool Test(VtlFrame frame) => !operand.Test(frame);
}

/// <summary><c>==</c> and <c>!=</c>.</summary>
internal sealed class EqualityExpression(Expression left, Expression right, bool expected) : LogicExpression
{
    public override bool Test(VtlFrame frame)
    {
        var l = left.Evaluate(frame);
        var r = right.Evaluate(frame);
        if (l is int && r is int)
        {
            return l.Equals(r) == expected;
        }
        var before = WorkMeter.Spent;
        var areEqual = Comparison.AreEqual(l, r);
        frame.Run.Charge(MethodCost.OfWork(WorkMeter.Spent - before) + MethodCost.OfComparison(l, r));
        return areEqual == expected;
    }
}

/// <summary><c>&lt; &lt;= &gt; &gt;=</c>: numbers only; anything else compares as false.</summary>
internal sealed class OrderExpression(Expression left, Expression right, OrderOperator comparison) : LogicExpression
{
    public override bool Test(VtlFrame frame)
    {
        var l = left.Evaluate(frame);
        var r = right.Evaluate(frame);
        if (!Java.JavaNumber.IsNumber(l) || !Java.JavaNumber.IsNumber(r))
        {
            return false;
        }
        var order = Arithmetic.Compare(l!, r!);
        return comparison switch
        {
            OrderOperator.Less => order < 0,
            OrderOperator.LessOrEqual => order <= 0,
            OrderOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }
}

/// <summary>The operators of <see cref="OrderExpression"/>.</summary>
internal enum OrderOperator
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
