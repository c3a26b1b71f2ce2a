using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// The value of a <c>#define</c>d name, or of <c>$bodyContent</c> in a macro: a block that renders when printed.
/// </summary>
internal sealed class BlockReference(VtlFrame frame, Statement body, int maxDepth) : IVtlObject
{
    private int _depth;

    public string? Text
    {
        get
        {
            var text = new TextOutput();
            var flow = Render(frame, text, out var isRendered);
            if (flow != Flow.Next)
            {
                throw new StopSignal(flow);
            }
            return isRendered ? text.ToString() : null;
        }
    }

    /// <summary>
    /// Renders the block with the variables in sight where it is printed, which need not be those where it was defined;
    /// not at all when it already contains itself as deep as allowed.
    /// </summary>
    public Flow Render(VtlFrame user, VtlOutput output, out bool isRendered)
    {
        isRendered = _depth < maxDepth;
        if (!isRendered)
        {
            return Flow.Next;
        }
        _depth++;
        try
        {
            var flow = body.Render(user, output);
            return flow == Flow.Break && user.Run.BreakTarget is null ? Flow.Next : flow;
        }
        catch (StopSignal signal) when (signal.Flow == Flow.Break && user.Run.BreakTarget is null)
        {
            return Flow.Next;
        }
        finally
        {
            _depth--;
        }
    }

    public override string ToString() => Text ?? "null";

    public object? GetProperty(string name) => null;

    public bool TrySetProperty(string name, object? value) => false;

    public bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result)
    {
        result = null;
        switch (method, arguments.Length)
        {
            case ("toString", 0):
                result = Text;
                return true;
            case ("equals", 1):
                result = BoxedValues.Of(ReferenceEquals(this, arguments[0]));
                return true;
            default:
                return false;
        }
    }
}
