using System.Text.Json;

namespace Gatehouse.Execution.Http.Integrations.Services;

/// <summary>Structured parameters are given as JSON text (http-api §9).</summary>
internal static class JsonTexts
{
    /// <summary>An array of texts, and nothing else.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> text, out List<string> texts)
    {
        texts = [];
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                return false;
            }

            foreach (var item in document.RootElement.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.String)
                {
                    return false;
                }

                texts.Add(item.GetString()!);
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
