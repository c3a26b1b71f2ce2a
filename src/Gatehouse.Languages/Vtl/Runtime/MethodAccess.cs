using System.Collections.Immutable;
using Gatehouse.Languages.Json;
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
            return Invoke(target, [], frame.Run);
        }
        if (_path is not null && target is InputObject input)
        {
            var before = WorkMeter.Spent;
            var read = input.Read(_path);
            frame.Run.Charge(MethodCost.OfWork(WorkMeter.Spent - before) + MethodCost.OfResult(read));
            return read;
        }
        if (arguments.Length == 1)
        {
            var argument = arguments[0].Evaluate(frame);
            return Invoke(target, new ReadOnlySpan<object?>(in argument), frame.Run);
        }
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(frame);
        }
        return Invoke(target, values, frame.Run);
    }

    private object? Invoke(object target, ReadOnlySpan<object?> values, VtlRun run)
    {
        run.Charge(MethodCost.Of(target, name, values));
        var before = WorkMeter.Spent;
        var result = Methods.Invoke(target, name, values);
        run.Charge(MethodCost.OfWork(WorkMeter.Spent - before) + MethodCost.OfResult(result));
        return result;
    }
}
