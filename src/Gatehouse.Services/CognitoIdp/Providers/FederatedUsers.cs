using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.Users;

namespace Gatehouse.Services.CognitoIdp.Providers;

/// <summary>Users of other providers: named <c>{provider}_{subject}</c>, refreshed at every sign-in (security §6.5).</summary>
internal static class FederatedUsers
{
    public static async ValueTask<Versioned<PoolUserDocument>> SaveAsync(
        OpenedPool pool, PoolProviderDocument provider, JsonObject claims, CancellationToken cancellationToken)
    {
        var subject = Value(claims, provider.Mapping.GetValueOrDefault("username") ?? "sub")
            ?? Value(claims, "id") ?? Value(claims, "user_id")
            ?? throw CognitoFaults.Invalid("Username not found in the attributes of the provider.");
        var name = $"{provider.Name}_{subject}";
        if (name.Length > UserPoolLimits.UsernameChars || !UserPoolNames.IsName(name))
        {
            throw CognitoFaults.Invalid("The subject of the provider cannot be a name.");
        }

        var attributes = Map(pool.Value, provider, claims);
        var id = pool.UserId(name);
        if (await pool.Room.Documents.FindAsync<PoolUserDocument>(pool.Scope, id, cancellationToken) is { } known)
        {
            if (known.Value.Status != PoolUserStatus.ExternalProvider
                || !known.Value.Identities.Any(one => one.ProviderName == provider.Name && one.UserId == subject))
            {
                throw CognitoFaults.Invalid("Already found an entry for this username.");
            }

            var changed = AttributeRules.Apply(known.Value, attributes) with { Modified = pool.Room.Now };
            await pool.SaveAsync(known, changed, cancellationToken);
        }
        else
        {
            await pool.SaveNewAsync(id, Create(pool, provider, name, subject, attributes), cancellationToken);
        }

        return (await pool.Room.Documents.FindAsync<PoolUserDocument>(pool.Scope, id, cancellationToken))!;
    }

    private static PoolUserDocument Create(
        OpenedPool pool, PoolProviderDocument provider, string name, string subject, IReadOnlyList<PoolAttribute> attributes)
    {
        var now = pool.Room.Now;
        return AttributeRules.Apply(
            new PoolUserDocument
            {
                Username = name,
                Sub = pool.Room.Ids.Uuid(),
                Status = PoolUserStatus.ExternalProvider,
                IsEnabled = true,
                Created = now,
                Modified = now,
                Attributes = [],
                Groups = [],
                Codes = [],
                SecondFactors = [],
                Identities = [new LinkedIdentity(provider.Name, provider.Type, subject, IsPrimary: true, now)],
            },
            attributes);
    }

    private static List<PoolAttribute> Map(UserPoolDocument pool, PoolProviderDocument provider, JsonObject claims)
    {
        var attributes = new List<PoolAttribute>();
        foreach (var (attribute, claim) in provider.Mapping)
        {
            if (attribute != "username" && Value(claims, claim) is { } value
                && value.Length <= UserPoolLimits.AttributeChars
                && pool.Schema.Any(schema => schema.Name == attribute && schema.Name is not ("sub" or "identities")))
            {
                attributes.Add(new PoolAttribute(attribute, value));
            }
        }

        return attributes;
    }

    private static string? Value(JsonObject claims, string name) => claims[name] switch
    {
        null => null,
        JsonValue value => value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.True => "true",
            System.Text.Json.JsonValueKind.False => "false",
            _ => value.ToString(),
        },
        var other => other.ToJsonString(),
    };
}
