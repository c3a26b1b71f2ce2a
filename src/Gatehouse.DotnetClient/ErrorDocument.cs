using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.DotnetClient;

/// <summary>An exception as Lambda's .NET runtime reports it (deployment-and-tools §6.7): several lines of JSON.</summary>
internal static class ErrorDocument
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxDepth = 32;

    private static readonly byte[] TooLarge =
        """{"errorMessage": "Exception exceeded maximum payload size of 256KB."}"""u8.ToArray();

    public static string TypeOf(Exception exception) => exception.GetType().Name;

    public static byte[] Write(Exception exception)
    {
        var text = new StringBuilder();
        Write(text, exception, "", MaxDepth);
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return bytes.Length > MaxBytes ? TooLarge : bytes;
    }

    private static void Write(StringBuilder text, Exception exception, string indent, int depth)
    {
        var inner = indent + "  ";
        text.Append("{\n").Append(inner).Append("\"errorType\": ").Append(Quote(TypeOf(exception)));
        text.Append(",\n").Append(inner).Append("\"errorMessage\": ").Append(Quote(exception.Message));
        if (exception.StackTrace is { Length: > 0 } trace)
        {
            var lines = trace.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(static line => !IsOurs(line))
                .Select(line => $"{inner}  {Quote(line)}");
            text.Append(",\n").Append(inner).Append("\"stackTrace\": [\n");
            text.AppendJoin(",\n", lines).Append('\n').Append(inner).Append(']');
        }

        if (exception.InnerException is { } cause && depth > 0)
        {
            text.Append(",\n").Append(inner).Append("\"cause\":   ");
            Write(text, cause, inner, depth - 1);
        }

        if (exception is AggregateException { InnerExceptions: { Count: > 0 } causes } && depth > 0)
        {
            text.Append(",\n").Append(inner).Append("\"causes\": [\n");
            for (var i = 0; i < causes.Count; i++)
            {
                text.Append(i == 0 ? "" : ",\n").Append(inner).Append("  ");
                Write(text, causes[i], inner + "  ", depth - 1);
            }

            text.Append('\n').Append(inner).Append(']');
        }

        text.Append('\n').Append(indent).Append('}');
    }

    /// <summary>A function's author wrote none of these frames.</summary>
    private static bool IsOurs(string line) =>
        line.StartsWith("at Gatehouse.DotnetClient.", StringComparison.Ordinal)
        || line.StartsWith("at System.RuntimeMethodHandle.", StringComparison.Ordinal)
        || line.StartsWith("at System.Reflection.", StringComparison.Ordinal)
        || line.StartsWith("at InvokeStub_", StringComparison.Ordinal)
        || line.StartsWith("--- End of stack trace", StringComparison.Ordinal);

    private static string Quote(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
