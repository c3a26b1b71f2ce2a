using System.Text;

namespace Gatehouse.Server.Commands;

/// <summary>
/// What the commands print for a person. Lines are never wrapped, because people copy them; colour only on a terminal
/// that wants it (https://no-color.org).
/// </summary>
internal sealed class Terminal(TextWriter output, bool hasColor)
{
    /// <value>Characters. The console's own writer has 256, and a system call for each of them.</value>
    private const int BufferLength = 32_768;

    private readonly Lock _lock = new();

    public static Terminal Standard { get; } = new(
        new StreamWriter(
            Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferLength),
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"));

    public static Terminal Error { get; } = new(
        Console.Error,
        !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"));

    public void Line(string text = "")
    {
        lock (_lock)
        {
            output.WriteLine(text);
            output.Flush();
        }
    }

    public string Bold(string text) => Paint("1", text);

    public string Dim(string text) => Paint("2", text);

    public string Green(string text) => Paint("32", text);

    public string Yellow(string text) => Paint("33", text);

    public string Red(string text) => Paint("31", text);

    private string Paint(string code, string text) => hasColor ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
