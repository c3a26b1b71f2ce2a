using System.Text.Json;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>Reads a function's error document.</summary>
internal static class FunctionErrors
{
    /// <returns>The text of <c>errorMessage</c>, or empty when there is none.</returns>
    public static string MessageOf(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("errorMessage"u8, out var message)
                && message.ValueKind == JsonValueKind.String
                    ? message.GetString()!
                    : string.Empty;
        }
        catch (JsonException)
        {
            return string.Empty; // not an error document: nothing to select by
        }
    }
}
