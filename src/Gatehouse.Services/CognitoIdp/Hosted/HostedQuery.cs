using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>Queries and forms: percent-decoded, plus as space, order and repetition kept.</summary>
public static class HostedQuery
{
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pairs.Count == UserPoolLimits.FormFields)
            {
                break;
            }

            var equals = part.IndexOf('=', StringComparison.Ordinal);
            pairs.Add(equals < 0
                ? new(Decode(part), "")
                : new(Decode(part[..equals]), Decode(part[(equals + 1)..])));
        }

        return pairs;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
