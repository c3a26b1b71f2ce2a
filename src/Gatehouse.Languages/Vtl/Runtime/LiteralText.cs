using System.Text;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>Text of a template in both forms it may be written in.</summary>
internal sealed class LiteralText(string text)
{
    public string Text { get; } = text;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);
}
