namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// A <c>#break</c> or <c>#stop</c> inside quoted text. It has to leave an expression, which has no other way out than
/// an exception; outside of quoted text none is thrown.
/// </summary>
internal sealed class StopSignal(Flow flow) : Exception
{
    public Flow Flow { get; } = flow;
}
