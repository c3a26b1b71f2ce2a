using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Pools;

/// <summary>Pools as callers see them.</summary>
internal static class PoolViews
{
    /// <summary>Settings that another operation shows.</summary>
    private static readonly ImmutableArray<string> Hidden = ["SoftwareTokenMfaConfiguration"];

    public static JsonObject Of(OpenedPool pool, int users)
    {
        var shown = (JsonObject)pool.Value.Settings.DeepClone();
        foreach (var name in Hidden)
        {
            shown.Remove(name);
        }

        shown["Id"] = pool.Id;
        shown["Name"] = pool.Value.Name;
        shown["Arn"] = pool.Value.Arn(pool.Scope);
        shown["CreationDate"] = CognitoInstant.Of(pool.Value.Created);
        shown["LastModifiedDate"] = CognitoInstant.Of(pool.Value.Modified);
        shown["SchemaAttributes"] = PoolSchemas.Show(pool.Value.Schema);
        shown["EstimatedNumberOfUsers"] = users;
        if (pool.Value.Domain is { } domain)
        {
            shown["Domain"] = domain;
        }

        if (pool.Value.CustomDomain is { } custom)
        {
            shown["CustomDomain"] = custom;
        }

        return shown;
    }

    public static JsonObject Row(UserPoolDocument pool) => new()
    {
        ["Id"] = pool.Id,
        ["Name"] = pool.Name,
        ["LambdaConfig"] = pool.Settings["LambdaConfig"]?.DeepClone() ?? new JsonObject(),
        ["CreationDate"] = CognitoInstant.Of(pool.Created),
        ["LastModifiedDate"] = CognitoInstant.Of(pool.Modified),
    };
}
