using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary><c>#foreach($element in items) ... #end</c>.</summary>
internal sealed class ForeachStatement(ForeachSlots slots, Expression items, Statement body) : Statement
{
    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        switch (items.Evaluate(frame))
        {
            case JsonList list:
                return Loop(new ListSource(list), frame, output);
            case JsonMap map:
                return Loop(new MapSource(map), frame, output);
            case IteratorValue iterator:
                return Loop(iterator, frame, output);
            default:
                return Flow.Next;
        }
    }

    private Flow Loop<TSource>(TSource source, VtlFrame frame, VtlOutput output)
        where TSource : IForeachSource
    {
        var saved = new SavedVariables(slots, frame);
        var scope = slots.Scope < 0 ? null : new ForeachScope(this, frame.Get(slots.Scope));
        Put(frame, slots.Scope, scope);
        NullElementFrame? nullFrame = null;
        var flow = Flow.Next;
        for (var count = 1; source.HasNext; count++)
        {
            CheckIterations(count, frame);
            var element = source.Next();
            var hasNext = source.HasNext;
            Put(frame, slots.Count, BoxedValues.Of(count));
            Put(frame, slots.HasNext, BoxedValues.Of(hasNext));
            frame.Put(slots.Element, element);
            if (scope is not null)
            {
                scope.Index++;
                scope.HasNext = hasNext;
            }
            var bodyFrame = element is null ? nullFrame ??= new NullElementFrame(frame, slots.Element) : frame;
            flow = RenderBody(bodyFrame, output);
            if (flow != Flow.Next)
            {
                break;
            }
        }
        saved.Restore(frame);
        LeaveScope(frame);
        return flow == Flow.Break && IsForThis(frame) ? Flow.Next : flow;
    }

    private Flow RenderBody(VtlFrame frame, VtlOutput output)
    {
        try
        {
            return body.Render(frame, output);
        }
        catch (StopSignal signal)
        {
            return signal.Flow;
        }
    }

    private static void CheckIterations(int count, VtlFrame frame)
    {
        frame.Run.Step();
        if (count > frame.Run.MaxForeachIterations)
        {
            throw new VtlRuntimeException(
                $"#foreach is limited to {frame.Run.MaxForeachIterations} iterations.");
        }
    }

    private bool IsForThis(VtlFrame frame)
    {
        var target = frame.Run.BreakTarget;
        if (target is not null && target != this)
        {
            return false;
        }
        frame.Run.BreakTarget = null;
        return true;
    }

    private void LeaveScope(VtlFrame frame)
    {
        // When the template has overwritten $foreach, what it wrote stays.
        if (slots.Scope < 0 || frame.Get(slots.Scope) is not ForeachScope scope)
        {
            return;
        }
        if ((scope.Parent ?? scope.Replaced) is { } previous)
        {
            frame.Put(slots.Scope, previous);
        }
        else
        {
            frame.Remove(slots.Scope);
        }
    }

    private static void Put(VtlFrame frame, int slot, object? value)
    {
        if (slot >= 0)
        {
            frame.Put(slot, value);
        }
    }

    /// <summary>The values that the loop's variables had before it.</summary>
    private readonly struct SavedVariables(ForeachSlots slots, VtlFrame frame)
    {
        private readonly object? _element = frame.Get(slots.Element);
        private readonly object? _count = slots.Count < 0 ? null : frame.Get(slots.Count);
        private readonly object? _hasNext = slots.HasNext < 0 ? null : frame.Get(slots.HasNext);

        public void Restore(VtlFrame target)
        {
            Restore(target, slots.Element, _element);
            Restore(target, slots.Count, _count);
            Restore(target, slots.HasNext, _hasNext);
        }

        private static void Restore(VtlFrame target, int slot, object? value)
        {
            if (slot < 0)
            {
                return;
            }
            if (value is null)
            {
                target.Remove(slot);
            }
            else
            {
                target.Put(slot, value);
            }
        }
    }
}
