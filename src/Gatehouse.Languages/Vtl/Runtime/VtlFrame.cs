namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// The variables in sight. Frames form a chain as Velocity's contexts do: what a macro sets is set in every frame below
/// it as well. A variable whose value is null does not exist.
/// </summary>
internal abstract class VtlFrame(VtlRun run)
{
    public VtlRun Run { get; } = run;

    public abstract object? Get(int slot);

    public abstract void Put(int slot, object? value);

    public abstract void Remove(int slot);

    /// <summary>
    /// The source text of the argument that a macro's parameter stands for, to print it when it is undefined.
    /// </summary>
    public virtual string? ArgumentLiteral(int slot) => null;
}
