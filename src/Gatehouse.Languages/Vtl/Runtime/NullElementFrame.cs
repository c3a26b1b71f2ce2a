namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// The frame of a loop's body while the element is null. It hides a variable of the same name outside the loop, which
/// would otherwise shine through; as in Velocity it goes on hiding it after an assignment in the body.
/// </summary>
internal sealed class NullElementFrame(VtlFrame outer, int element) : VtlFrame(outer.Run)
{
    private bool _isHiding = true;

    public override object? Get(int slot) => _isHiding && slot == element ? null : outer.Get(slot);

    public override void Put(int slot, object? value)
    {
        if (slot == element && value is null)
        {
            _isHiding = true;
        }
        outer.Put(slot, value);
    }

    public override void Remove(int slot)
    {
        if (slot == element)
        {
            _isHiding = false;
        }
        outer.Remove(slot);
    }

    public override string? ArgumentLiteral(int slot) => outer.ArgumentLiteral(slot);
}
