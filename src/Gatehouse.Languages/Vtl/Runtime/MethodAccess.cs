using System.Collections.Immutable;
using Gatehouse.Languages.Vtl.Objects;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary><c>.name(arguments)</c>. A method that does not exist for these arguments yields null.</summary>
internal sealed class MethodAccess(string name, ImmutableArray<Expression> arguments) : Access
{
    private readonly PathCall? _path = arguments is [ConstantExpression { Value: string path }]
        ? PathCall.TryCompile(name, path)
        : null;

    public override object? Follow(object target, VtlFrame frame)
    {
        frame.Run.Step();
        if (arguments.Length == 0)
        {
            return Methods.Invoke(target, name, []);
        }
        if (_path is not null && target is InputObject input)
        {
            return input.Read(_path);
        }
        if (arguments.Length == 1)
        {
            var argument = arguments[0].Evaluate(frame);
            return Methods.Invoke(target, name, new ReadOnlySpan<object?>(in argument));
        }
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(frame);
        }
        return Methods.Invoke(target, name, values);
    }
}
