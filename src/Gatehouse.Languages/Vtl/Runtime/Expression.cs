namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>A piece of a compiled template that has a value.</summary>
internal abstract class Expression
{
    public abstract object? Evaluate(VtlFrame frame);

    /// <summary>
    /// Whether the expression counts as true. References, comparisons and logic can; a number, a string or a sum
    /// cannot, whatever its value: in Velocity 1.7 <c>#if("x")</c> is false.
    /// </summary>
    public virtual bool Test(VtlFrame frame) => false;
}
