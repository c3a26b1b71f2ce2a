using System.Collections.Immutable;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>A number, a plain string, true or false.</summary>
internal sealed class ConstantExpression(object? value) : Expression
{
    public object? Value => value;

    public override object? Evaluate(VtlFrame frame) => value;

    public override bool Test(VtlFrame frame) => value is true;
}

/// <summary>Double-quoted text with references or directives in it.</summary>
internal sealed class TemplateExpression(Statement body, bool dropsLastCharacter) : Expression
{
    public override object? Evaluate(VtlFrame frame)
    {
        var text = new TextOutput();
        var flow = body.Render(frame, text);
        if (flow != Flow.Next)
        {
            throw new StopSignal(flow);
        }
        var result = text.ToString();
        frame.Run.Charge(MethodCost.OfResult(result));
        // A blank was added before parsing, so that a reference at the end is ended by something.
        return dropsLastCharacter && result.Length > 0 ? result[..^1] : result;
    }
}

/// <summary><c>[a, b]</c>.</summary>
internal sealed class ListExpression(ImmutableArray<Expression> items) : Expression
{
    public override object? Evaluate(VtlFrame frame)
    {
        var list = new JsonList(ListForm.List);
        foreach (var item in items)
        {
            list.Add(item.Evaluate(frame));
        }
        return list;
    }
}

/// <summary><c>{key: value}</c>.</summary>
internal sealed class MapExpression(ImmutableArray<(Expression Key, Expression Value)> entries) : Expression
{
    public override object? Evaluate(VtlFrame frame)
    {
        var map = new JsonMap(entries.Length);
        foreach (var (key, value) in entries)
        {
            var name = key.Evaluate(frame);
            JavaHash.CheckKey(name);
            map.Put(name, value.Evaluate(frame));
        }
        return map;
    }
}

/// <summary><c>[from..to]</c>, upwards or downwards, both ends included.</summary>
internal sealed class RangeExpression(Expression from, Expression to) : Expression
{
    public override object? Evaluate(VtlFrame frame)
    {
        var first = from.Evaluate(frame);
        var last = to.Evaluate(frame);
        if (!JavaNumber.IsNumber(first) || !JavaNumber.IsNumber(last))
        {
            return null;
        }
        var start = NumberMethods.ToInt(first!);
        var end = NumberMethods.ToInt(last!);
        if (Math.Abs((long)start - end) >= VtlLimits.MaxCollectionSize)
        {
            throw new VtlRuntimeException("The template builds a range that is too long.");
        }
        frame.Run.Charge(MethodCost.OfElements(Math.Abs((long)start - end)));
        var list = new JsonList(ListForm.List);
        var step = start >= end ? -1 : 1;
        for (var i = start; i != end; i += step)
        {
            list.Add(BoxedValues.Of(i));
        }
        list.Add(BoxedValues.Of(end));
        return list;
    }
}
