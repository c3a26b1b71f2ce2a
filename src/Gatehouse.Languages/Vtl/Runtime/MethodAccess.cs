using System.Collections.Immutable;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary><c>.name(arguments)</c>. A method that does not exist for these arguments yields null.</summary>
internal sealed class MethodAccess(string name, ImmutableArray<Expression> arguments) : Access
{
    public override object? Follow(object target, VtlFrame frame)
    {
        frame.Run.Step();
        if (arguments.Length == 0)
        {
            return Methods.Invoke(target, name, []);
        }
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(frame);
        }
        return Methods.Invoke(target, name, values);
    }
}
