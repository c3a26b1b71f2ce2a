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
            var flow = Render(text, out var isRendered);
            if (flow != Flow.Next)
            {
                throw new StopSignal(flow);
            }
            return isRendered ? text.ToString() : null;
        }
    }

    /// <summary>Renders the block; not at all when it already contains itself as deep as allowed.</summary>
    public Flow Render(VtlOutput output, out bool isRendered)
    {
        isRendered = _depth < maxDepth;
        if (!isRendered)
        {
            return Flow.Next;
        }
        _depth++;
        try
        {
            var flow = body.Render(frame, output);
            return flow == Flow.Break && frame.Run.BreakTarget is null ? Flow.Next : flow;
        }
        catch (StopSignal signal) when (signal.Flow == Flow.Break && frame.Run.BreakTarget is null)
        {
            return Flow.Next;
        }
        finally
        {
            _depth--;
        }
    }

    public object? GetProperty(string name) => null;

    public bool TrySetProperty(string name, object? value) => false;

    public bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result)
    {
        result = null;
        if (method != "toString" || arguments.Length != 0)
        {
            return false;
        }
        result = Text;
        return true;
    }
}
