using System.Collections.Immutable;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>The value of a reference: a variable and the steps from it. A null on the way is the result.</summary>
internal sealed class ReferenceExpression(int slot, ImmutableArray<Access> accesses) : Expression
{
    public override object? Evaluate(VtlFrame frame)
    {
        var value = frame.Get(slot);
        foreach (var access in accesses)
        {
            if (value is null)
            {
                return null;
            }
            value = access.Follow(value, frame);
        }
        return value;
    }

    public override bool Test(VtlFrame frame) => ValueText.IsTrue(Evaluate(frame));
}
