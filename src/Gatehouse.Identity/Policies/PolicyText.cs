using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Identity.Policies;

/// <summary>The small forms of the language: one text or several (security §2.1).</summary>
internal static class PolicyText
{
    /// <summary>A single value is a list of one; numbers and booleans count as their text.</summary>
    /// <returns>Empty for anything else.</returns>
    public static ImmutableArray<string> ReadList(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return Read(element) is { } text ? [text] : [];
        }

        var texts = ImmutableArray.CreateBuilder<string>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            if (Read(item) is not { } text)
            {
                return [];
            }

            texts.Add(text);
        }

        return texts.DrainToImmutable();
    }

    public static bool Is(JsonElement element, string text) =>
        element.ValueKind == JsonValueKind.String && element.ValueEquals(text);

    private static string? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
