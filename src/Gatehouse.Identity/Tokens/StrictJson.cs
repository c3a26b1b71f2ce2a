using System.Text.Json;
using System.Text.Unicode;

namespace Gatehouse.Identity.Tokens;

/// <summary>
/// JSON that two readers cannot understand differently: one object, valid UTF-8, no member twice at any level, texts of
/// whole characters.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false, MaxDepth = TokenLimits.Depth,
    };

    /// <param name="utf8">Not changed afterwards: the document reads from it.</param>
    /// <returns>The object, or <see langword="null"/>.</returns>
    public static JsonElement? TryParse(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            return null;
        }

        try
        {
            // Never disposed: without a pooled buffer there is nothing to give back, and claims outlive the request.
            var root = JsonElement.Parse(utf8.Span, Options);
            return root.ValueKind == JsonValueKind.Object && HasWholeCharacters(utf8.Span) ? root : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // a half of a character in a member's name fails when names are compared
        }
    }

    /// <summary>Escapes may spell half of a character, which no text can hold.</summary>
    private static bool HasWholeCharacters(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf("\\u"u8) < 0)
        {
            return true;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = TokenLimits.Depth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString(); // throws for half of a character
            }
        }

        return true;
    }
}
