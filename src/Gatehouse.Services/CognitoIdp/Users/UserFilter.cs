using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Users;

/// <summary>The filter of ListUsers: an attribute, <c>=</c> or <c>^=</c>, and a text in quotes (ListUsers reference).</summary>
internal sealed record UserFilter(string Attribute, bool IsPrefix, string Text)
{
    private const int Chars = 256;

    private static readonly string[] Searchable =
    [
        "username", "email", "phone_number", "name", "given_name", "family_name", "preferred_username",
        "cognito:user_status", "status", "sub",
    ];

    /// <returns><see langword="null"/> for no filter.</returns>
    public static UserFilter? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Length > Chars)
        {
            throw CognitoFaults.Invalid("The filter is longer than 256 characters.");
        }

        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var isPrefix = equals > 0 && text[equals - 1] == '^';
        var name = equals > 0 ? text[..(isPrefix ? equals - 1 : equals)].Trim().Trim('"') : "";
        var value = equals > 0 ? text[(equals + 1)..].Trim() : "";
        if (!Searchable.Contains(name, StringComparer.Ordinal) || value.Length < 2 || value[0] != '"' || value[^1] != '"')
        {
            throw CognitoFaults.Invalid($"Error while parsing filter: {text}");
        }

        return new UserFilter(name, isPrefix, value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal));
    }

    public bool Matches(PoolUserDocument user)
    {
        var value = Attribute switch
        {
            "username" => user.Username,
            "sub" => user.Sub,
            "cognito:user_status" => user.Status,
            "status" => user.IsEnabled ? "Enabled" : "Disabled",
            _ => user.Attribute(Attribute),
        };
        var comparison = Attribute is "username" or "sub" ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return value is not null
            && (IsPrefix ? value.StartsWith(Text, comparison) : string.Equals(value, Text, comparison));
    }
}
