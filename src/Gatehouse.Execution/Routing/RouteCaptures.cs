using System.Runtime.CompilerServices;

namespace Gatehouse.Execution.Routing;

/// <summary>Where in the path each parameter's text stands, in the order of the template. Lives on the stack.</summary>
internal struct RouteCaptures
{
    private Slots _slots;

    public int Count { get; private set; }

    public readonly RouteCapture this[int index] => _slots[index];

    /// <summary>
    /// Records the parameter at <paramref name="index"/>; whatever backtracking left behind it is forgotten.
    /// </summary>
    public void Set(int index, int start, int length)
    {
        _slots[index] = new RouteCapture(start, length);
        Count = index + 1;
    }

    /// <summary>Forgets what a branch that led nowhere captured.</summary>
    public void Truncate(int count) => Count = count;

    [InlineArray(RoutingLimits.MaxParameters)]
    private struct Slots
    {
        private RouteCapture _first;
    }
}

/// <summary>A slice of the path that <see cref="RouteTable{T}.Match"/> was given.</summary>
internal readonly record struct RouteCapture(int Start, int Length);
