using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Users;

/// <summary>Users as callers see them.</summary>
internal static class UserViews
{
    public static JsonArray Attributes(PoolUserDocument user, Func<string, bool>? mayRead = null)
    {
        var list = new JsonArray { (JsonNode)Pair("sub", user.Sub) };
        foreach (var attribute in user.Attributes)
        {
            if (mayRead?.Invoke(attribute.Name) != false)
            {
                list.Add((JsonNode)Pair(attribute.Name, attribute.Value));
            }
        }

        if (!user.Identities.IsEmpty && mayRead?.Invoke("identities") != false)
        {
            list.Add((JsonNode)Pair("identities", Identities(user).ToJsonString()));
        }

        return list;
    }

    /// <summary>Accounts at other providers, as the token and the attribute tell them.</summary>
    public static JsonArray Identities(PoolUserDocument user) => new(
    [
        .. user.Identities.Select(static one => new JsonObject
        {
            ["userId"] = one.UserId,
            ["providerName"] = one.ProviderName,
            ["providerType"] = one.ProviderType,
            ["issuer"] = null,
            ["primary"] = one.IsPrimary ? "true" : "false",
            ["dateCreated"] = one.Created.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
        }),
    ]);

    /// <summary>As lists and AdminCreateUser show a user.</summary>
    public static JsonObject Row(PoolUserDocument user) => new()
    {
        ["Username"] = user.Username,
        ["Attributes"] = Attributes(user),
        ["UserCreateDate"] = CognitoInstant.Of(user.Created),
        ["UserLastModifiedDate"] = CognitoInstant.Of(user.Modified),
        ["Enabled"] = user.IsEnabled,
        ["UserStatus"] = user.Status,
    };

    /// <summary>As AdminGetUser shows it.</summary>
    public static JsonObject Admin(PoolUserDocument user)
    {
        var shown = Row(user);
        shown["UserAttributes"] = shown["Attributes"]!.DeepClone();
        AddFactors(shown, user);
        return shown;
    }

    public static void AddFactors(JsonObject shown, PoolUserDocument user)
    {
        if (user.SecondFactors.IsEmpty)
        {
            return;
        }

        shown["UserMFASettingList"] = new JsonArray([.. user.SecondFactors.Select(static one => (JsonNode)one)]);
        if (user.PreferredFactor is { } preferred)
        {
            shown["PreferredMfaSetting"] = preferred;
        }
    }

    private static JsonObject Pair(string name, string value) => new() { ["Name"] = name, ["Value"] = value };
}
