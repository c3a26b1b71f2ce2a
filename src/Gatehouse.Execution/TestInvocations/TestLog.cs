using System.Globalization;
using System.Text;
using Gatehouse.Execution.Records;

namespace Gatehouse.Execution.TestInvocations;

/// <summary>The text that TestInvokeMethod answers as <c>log</c> (sheet §13.1).</summary>
internal static class TestLog
{
    /// <summary>Lines end with a newline; the first has no time.</summary>
    public static string Write(string requestId, IReadOnlyList<TraceLine> lines)
    {
        var text = new StringBuilder();
        text.Append("Execution log for request ").Append(requestId).Append('\n');
        foreach (var line in lines)
        {
            text.Append(line.At.UtcDateTime.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture))
                .Append(" : ").Append(line.Text).Append('\n');
        }

        return text.ToString();
    }
}
