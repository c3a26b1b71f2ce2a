using System.Globalization;
using System.Text;
using Gatehouse.Languages.Java;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>Collects text for a value.</summary>
internal sealed class TextOutput : VtlOutput
{
    private readonly StringBuilder _text = new();

    public override void Write(string text)
    {
        if (_text.Length + text.Length > VtlLimits.MaxStringLength)
        {
            throw new VtlRuntimeException("The template builds a string that is too long.");
        }
        _text.Append(text);
    }

    public override void Write(LiteralText literal) => Write(literal.Text);

    public override void Write(int number) => Write(number.ToString(CultureInfo.InvariantCulture));

    public override void Write(double number) => Write(JavaNumber.Format(number));

    public override string ToString() => _text.ToString();
}
