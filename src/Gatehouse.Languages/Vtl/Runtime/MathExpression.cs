using Gatehouse.Languages.Java;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary><c>+ - * / %</c>. What cannot be computed is null.</summary>
internal sealed class MathExpression(
    MathOperator operation, Expression left, Expression right, string leftSource, string rightSource) : Expression
{
    public override object? Evaluate(VtlFrame frame)
    {
        var l = left.Evaluate(frame);
        var r = right.Evaluate(frame);
        if (operation == MathOperator.Add && (l is string || r is string))
        {
            var text = Concatenate(l, r);
            frame.Run.Charge(MethodCost.OfResult(text));
            return text;
        }
        return JavaNumber.IsNumber(l) && JavaNumber.IsNumber(r) ? Arithmetic.Compute(operation, l!, r!) : null;
    }

    // Velocity adds the source text of an operand that has no value: "a" + $none is a$none.
    private string Concatenate(object? l, object? r)
    {
        var leftText = l is null ? leftSource : TextOf(l);
        var rightText = r is null ? rightSource : TextOf(r);
        if (leftText.Length + rightText.Length > VtlLimits.MaxStringLength)
        {
            throw new VtlRuntimeException("The template builds a string that is too long.");
        }
        return string.Concat(leftText, rightText);
    }

    private static string TextOf(object value) => ValueText.Of(value)
        ?? (value is BlockReference
            // A block that contains itself too deep has no text, and Java cannot append what is not there.
            ? throw new VtlRuntimeException("java.lang.NullPointerException")
            : "null");
}
