namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>One step of a reference, from a value that is not null.</summary>
internal abstract class Access
{
    public abstract object? Follow(object target, VtlFrame frame);
}
