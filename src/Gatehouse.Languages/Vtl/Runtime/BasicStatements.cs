using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>Text that renders as it stands.</summary>
internal sealed class TextStatement(LiteralText text) : Statement
{
    public LiteralText Text { get; } = text;

    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        output.Write(Text);
        return Flow.Next;
    }
}

/// <summary>Statements one after another.</summary>
internal sealed class BlockStatement(ImmutableArray<Statement> statements) : Statement
{
    public ImmutableArray<Statement> Statements { get; } = statements;

    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        var run = frame.Run;
        foreach (var statement in Statements)
        {
            run.Step();
            var flow = statement.Render(frame, output);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }
        return Flow.Next;
    }
}

/// <summary><c>#if</c>.</summary>
internal sealed class IfStatement(
    ImmutableArray<(Expression Condition, Statement Block)> branches, Statement? otherwise) : Statement
{
    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        foreach (var (condition, block) in branches)
        {
            if (condition.Test(frame))
            {
                return block.Render(frame, output);
            }
        }
        return otherwise?.Render(frame, output) ?? Flow.Next;
    }
}

/// <summary><c>#set($name = value)</c>. A null changes nothing.</summary>
internal sealed class SetVariableStatement(int slot, Expression value) : Statement
{
    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        if (value.Evaluate(frame) is { } assigned)
        {
            frame.Put(slot, assigned);
        }
        return Flow.Next;
    }
}

/// <summary><c>#set($a.b = value)</c> and <c>#set($a[0] = value)</c>. A null changes nothing.</summary>
internal sealed class SetMemberStatement(
    Expression owner, PropertyAccess? property, IndexAccess? index, Expression value) : Statement
{
    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        // Velocity evaluates the right side first, and the left only when there is something to assign.
        if (value.Evaluate(frame) is { } assigned && owner.Evaluate(frame) is { } target)
        {
            property?.Assign(target, assigned);
            index?.Assign(target, assigned, frame);
        }
        return Flow.Next;
    }
}

/// <summary><c>#define($name) ... #end</c>.</summary>
internal sealed class DefineStatement(int slot, Statement body) : Statement
{
    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        frame.Put(slot, new BlockReference(frame, body, VtlLimits.MaxDefineDepth));
        return Flow.Next;
    }
}

/// <summary><c>#evaluate(text)</c>.</summary>
internal sealed class EvaluateStatement(Expression source) : Statement
{
    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        var text = source.Evaluate(frame) is { } value ? ValueText.Of(value) ?? string.Empty : string.Empty;
        var flow = CatchStop(text, frame, output);
        // Both #stop and a #break that names no scope end here.
        return flow == Flow.Break && frame.Run.BreakTarget is not null ? Flow.Break : Flow.Next;
    }

    private static Flow CatchStop(string text, VtlFrame frame, VtlOutput output)
    {
        try
        {
            return frame.Run.Evaluate(text, frame, output);
        }
        catch (StopSignal signal)
        {
            return signal.Flow;
        }
    }
}

/// <summary><c>#stop</c>. Its message, which Velocity logs, is evaluated and may fail; nobody reads it.</summary>
internal sealed class StopStatement(Expression? message) : Statement
{
    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        message?.Evaluate(frame);
        return Flow.Stop;
    }
}

/// <summary><c>#break</c> or <c>#break($foreach.parent)</c>.</summary>
internal sealed class BreakStatement(Expression? scope) : Statement
{
    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        if (scope is null)
        {
            frame.Run.BreakTarget = null;
            return Flow.Break;
        }
        if (scope.Evaluate(frame) is not ForeachScope named)
        {
            throw new VtlRuntimeException("The argument of #break is not the scope of a loop.");
        }
        frame.Run.BreakTarget = named.Owner;
        return Flow.Break;
    }
}

/// <summary>A statement that can only fail, such as a macro call with a bare word as an argument.</summary>
internal sealed class FailingStatement(string problem) : Statement
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public override Flow Render(VtlFrame frame, VtlOutput output) => throw new VtlRuntimeException(problem);
}
