using System.Collections.Immutable;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// <c>#name(arguments)</c> or <c>#@name(arguments) body #end</c>. The macro is looked up when the call is rendered: it
/// may be defined further down, or by <c>#evaluate</c>. When there is none, the call prints as it stands.
/// </summary>
internal sealed class MacroCallStatement(
    string name, ImmutableArray<MacroArgument> arguments, MacroBody? body, LiteralText source, string? problem)
    : Statement
{
    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        var macro = frame.Run.FindMacro(name);
        if (macro is null)
        {
            output.Write(source);
            return Flow.Next;
        }
        if (problem is not null)
        {
            throw new VtlRuntimeException(problem);
        }
        return Call(macro, frame, output);
    }

    private Flow Call(MacroDefinition macro, VtlFrame frame, VtlOutput output)
    {
        var inner = new MacroFrame(frame);
        var count = Math.Min(macro.Parameters.Length, arguments.Length);
        for (var i = 0; i < count; i++)
        {
            var argument = arguments[i];
            inner.Bind(macro.Parameters[i], argument.Value, argument.Source, argument.IsConstant);
        }
        if (body is not null)
        {
            inner.BindValue(body.Slot, new BlockReference(frame, body.Block, VtlLimits.MaxMacroDepth));
        }
        frame.Run.EnterMacro(name);
        try
        {
            var flow = macro.Body.Render(inner, output);
            if (flow == Flow.Next)
            {
                // Velocity forgets to count a macro that was left by #break or #stop as left.
                frame.Run.LeaveMacro();
            }
            return flow == Flow.Break && frame.Run.BreakTarget is null ? Flow.Next : flow;
        }
        catch (StopSignal signal) when (signal.Flow == Flow.Break && frame.Run.BreakTarget is null)
        {
            return Flow.Next;
        }
    }
}

/// <summary>
/// An argument of a macro. A constant is evaluated when the macro is called, anything else each time it is read; the
/// source text prints when there is no value.
/// </summary>
internal sealed record MacroArgument(Expression Value, bool IsConstant, string Source);

/// <summary>The block of <c>#@name(...) ... #end</c>, which the macro prints as <c>$bodyContent</c>.</summary>
internal sealed record MacroBody(int Slot, Statement Block);
