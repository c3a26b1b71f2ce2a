using System.Globalization;
using System.Text.Json;
using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Authorizers.Cognito;

/// <summary>
/// Claims as REST APIs show them, all texts (security §6.1): <c>exp</c> and <c>iat</c> as Java prints a date, lists
/// joined by commas, numbers and booleans as they are written, objects as JSON.
/// </summary>
internal static class RestClaimWriter
{
    public static ClaimTexts Write(TokenClaims claims)
    {
        var entries = new List<KeyValuePair<string, string>>();
        foreach (var member in claims.Members)
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                entries.Add(new(member.Name, member.Name switch
                {
                    "exp" when claims.Expires is { } expires => Date(expires),
                    "iat" when claims.IssuedAt is { } issued => Date(issued),
                    _ => Text(member.Value),
                }));
            }
        }

        return new ClaimTexts([.. entries]);
    }

    private static string Date(double seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds).UtcDateTime
        .ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => HttpClaimWriter.NumberText(value),
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };
}
