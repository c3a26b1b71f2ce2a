namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>A piece of a compiled template that writes.</summary>
internal abstract class Statement
{
    public abstract Flow Render(VtlFrame frame, VtlOutput output);
}
