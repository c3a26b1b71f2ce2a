namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>Where statements write: the caller's buffer, or the text of a quoted template.</summary>
internal abstract class VtlOutput
{
    public abstract void Write(string text);

    public abstract void Write(LiteralText literal);

    public abstract void Write(int number);

    public abstract void Write(double number);
}
