using System.Text.Json;

namespace Gatehouse.Identity.Tokens;

/// <summary>What a token says. Dates are read once; other claims when something asks for them.</summary>
public sealed class TokenClaims
{
    private readonly JsonElement _root;

    private TokenClaims(
        JsonElement root, int sizeInBytes, double? expires, double? notBefore, double? issuedAt, bool areDatesSound)
    {
        _root = root;
        SizeInBytes = sizeInBytes;
        Expires = expires;
        NotBefore = notBefore;
        IssuedAt = issuedAt;
        AreDatesSound = areDatesSound;
    }

    /// <value>Bytes of the payload.</value>
    public int SizeInBytes { get; }

    /// <value>Seconds since 1970; may have a fraction (RFC 7519 §2, NumericDate).</value>
    public double? Expires { get; }

    /// <value>Seconds since 1970.</value>
    public double? NotBefore { get; }

    /// <value>Seconds since 1970.</value>
    public double? IssuedAt { get; }

    /// <summary>Every date that there is is a number within reason.</summary>
    public bool AreDatesSound { get; }

    public string? Issuer => FindText("iss");

    /// <summary>In the order of the token.</summary>
    public JsonElement.ObjectEnumerator Members => _root.EnumerateObject();

    public JsonElement? Find(string name) => _root.TryGetProperty(name, out var value) ? value : null;

    /// <returns><see langword="null"/> when the claim is absent or no text.</returns>
    public string? FindText(string name) =>
        _root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool Has(string name) => _root.TryGetProperty(name, out _);

    /// <summary>The claim is this text, or a list that holds it.</summary>
    public bool Contains(string name, string text)
    {
        if (!_root.TryGetProperty(name, out var value))
        {
            return false;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.ValueEquals(text);
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String && item.ValueEquals(text))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// The scopes of a claim: one text with spaces between them (RFC 8693 §4.2), or a list of texts.
    /// </summary>
    public string[] Scopes(string name)
    {
        if (!_root.TryGetProperty(name, out var value))
        {
            return [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            JsonValueKind.Array =>
            [
                .. value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String)
                    .Select(static item => item.GetString()!),
            ],
            _ => [],
        };
    }

    internal static TokenClaims? TryCreate(JsonElement root, int sizeInBytes)
    {
        if (root.GetPropertyCount() > TokenLimits.Claims)
        {
            return null;
        }

        var areSound = TryReadDate(root, "exp", out var expires)
            & TryReadDate(root, "nbf", out var notBefore)
            & TryReadDate(root, "iat", out var issuedAt);
        return new TokenClaims(root, sizeInBytes, expires, notBefore, issuedAt, areSound);
    }

    private static bool TryReadDate(JsonElement root, string name, out double? seconds)
    {
        seconds = null;
        if (!root.TryGetProperty(name, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number)
            || !double.IsFinite(number) || number is < 0 or > TokenLimits.LastSecond)
        {
            return false;
        }

        seconds = number;
        return true;
    }
}
