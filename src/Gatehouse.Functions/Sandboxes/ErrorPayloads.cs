using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>The error documents that Lambda writes for a function that could not (deployment-and-tools §6.7).</summary>
internal static class ErrorPayloads
{
    public const string ExitErrorType = "Runtime.ExitError";

    /// <summary>
    /// The newer of the two forms that §6.7 lists (unconfirmed there): it names its type, as all others do.
    /// </summary>
    public static byte[] TimedOut(string requestId, TimeSpan limit) => Build(
        "Sandbox.Timedout",
        string.Create(
            CultureInfo.InvariantCulture,
            $"RequestId: {requestId} Error: Task timed out after {limit.TotalSeconds:F2} seconds"));

    public static byte[] Exited(string requestId, int status) =>
        Build(ExitErrorType, $"RequestId: {requestId} Error: {ExitMessage(status)}");

    public static byte[] TooLarge(long size, long limit) => Build(
        "Function.ResponseSizeTooLarge",
        string.Create(
            CultureInfo.InvariantCulture,
            $"Response payload size ({size} bytes) exceeded maximum allowed payload size ({limit} bytes)."));

    public static byte[] Failed(string requestId, string type, string message) =>
        Build(type, $"RequestId: {requestId} Error: {message}");

    /// <summary>How Lambda (Go's <c>os.ProcessState</c>) words an exit status.</summary>
    public static string ExitMessage(int status) => status switch
    {
        0 => "Runtime exited without providing a reason",

        // 129 is what Lambda's Node.js client exits with after an uncaught exception, not the signal 1.
        132 => "Runtime exited with error: signal: illegal instruction",
        133 => "Runtime exited with error: signal: trace/breakpoint trap",
        134 => "Runtime exited with error: signal: aborted",
        135 => "Runtime exited with error: signal: bus error",
        136 => "Runtime exited with error: signal: floating point exception",
        137 => "Runtime exited with error: signal: killed",
        139 => "Runtime exited with error: signal: segmentation fault",
        141 => "Runtime exited with error: signal: broken pipe",
        143 => "Runtime exited with error: signal: terminated",
        _ => string.Create(CultureInfo.InvariantCulture, $"Runtime exited with error: exit status {status}"),
    };

    private static byte[] Build(string type, string message) => Encoding.UTF8.GetBytes(
        $$"""{"errorType":"{{Escape(type)}}","errorMessage":"{{Escape(message)}}"}""");

    private static string Escape(string text) =>
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
