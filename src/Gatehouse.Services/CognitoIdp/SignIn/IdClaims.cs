using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.Users;

namespace Gatehouse.Services.CognitoIdp.SignIn;

/// <summary>What an ID token tells of the user: the attributes that the client may read (security §6.3).</summary>
internal static class IdClaims
{
    /// <summary>
    /// With openid alone everything that the client may read; beside other scopes what they are for (Cognito developer guide,
    /// "Scopes, M2M, and APIs with resource servers").
    /// </summary>
    public static bool MayTell(IReadOnlyCollection<string> scopes, string attribute)
    {
        var (email, phone, profile) = (scopes.Contains("email"), scopes.Contains("phone"), scopes.Contains("profile"));
        return profile || (!email && !phone)
            || (email && attribute is "email" or "email_verified")
            || (phone && attribute is "phone_number" or "phone_number_verified");
    }

    public static void Add(JsonObject claims, OpenedClient client, PoolUserDocument user, IReadOnlyCollection<string> scopes)
    {
        foreach (var attribute in user.Attributes)
        {
            if (client.MayRead(attribute.Name) && MayTell(scopes, attribute.Name) && !claims.ContainsKey(attribute.Name))
            {
                claims[attribute.Name] = Of(attribute);
            }
        }

        if (!user.Identities.IsEmpty)
        {
            claims["identities"] = UserViews.Identities(user);
        }
    }

    /// <summary>Custom attributes are texts whatever their type; two flags are booleans, one instant is a number.</summary>
    private static JsonNode Of(PoolAttribute attribute) => attribute.Name switch
    {
        "email_verified" or "phone_number_verified" => string.Equals(attribute.Value, "true", StringComparison.OrdinalIgnoreCase),
        "updated_at" when long.TryParse(attribute.Value, CultureInfo.InvariantCulture, out var instant) => instant,
        "address" => new JsonObject { ["formatted"] = attribute.Value },
        _ => attribute.Value,
    };
}
