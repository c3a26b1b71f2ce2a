namespace Gatehouse.Services.CognitoIdp;

/// <summary>Forms of names and ids (security §6.2).</summary>
internal static class UserPoolNames
{
    private const int PoolIdChars = 55;
    private const int RandomChars = 9;

    public static bool IsPoolId(string text) =>
        text.Length is > 0 and <= PoolIdChars && text.Contains('_', StringComparison.Ordinal)
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Nine letters and digits after the region.</summary>
    public static string CreatePoolId(string region) => $"{region}_"
        + System.Security.Cryptography.RandomNumberGenerator.GetString(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", RandomChars);

    /// <summary>A secret of 51 lower-case letters and digits: 263 bits.</summary>
    public static string CreateSecret() =>
        System.Security.Cryptography.RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 51);

    /// <summary>Letters, marks, symbols, numbers and punctuation of any script: no blanks, no control characters.</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && text.All(static c => !char.IsControl(c) && !char.IsWhiteSpace(c) && !char.IsSurrogate(c));

    public static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1 && text.IndexOf('@', at + 1) < 0 && IsName(text)
            && text[at + 1] != '.' && text[^1] != '.';
    }

    /// <summary>E.164: a plus and up to fifteen digits.</summary>
    public static bool IsPhone(string text) =>
        text.Length is > 2 and <= 16 && text[0] == '+' && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    public static string MaskEmail(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < email.Length - 1 ? $"{email[0]}***@{email[at + 1]}***" : "***";
    }

    public static string MaskPhone(string phone) => $"+*******{(phone.Length > 4 ? phone[^4..] : "")}";
}
