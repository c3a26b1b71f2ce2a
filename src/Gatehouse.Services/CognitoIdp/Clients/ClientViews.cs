using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Clients;

/// <summary>App clients as callers see them.</summary>
internal static class ClientViews
{
    public static JsonObject Of(UserPoolClientDocument client)
    {
        var shown = (JsonObject)client.Settings.DeepClone();
        shown["UserPoolId"] = client.PoolId;
        shown["ClientName"] = client.Name;
        shown["ClientId"] = client.Id;
        if (client.Secret is { } secret)
        {
            shown["ClientSecret"] = secret;
        }

        shown["LastModifiedDate"] = CognitoInstant.Of(client.Modified);
        shown["CreationDate"] = CognitoInstant.Of(client.Created);
        return shown;
    }

    public static JsonObject Row(UserPoolClientDocument client) => new()
    {
        ["ClientId"] = client.Id,
        ["UserPoolId"] = client.PoolId,
        ["ClientName"] = client.Name,
    };
}
