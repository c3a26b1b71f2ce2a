using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Pools;

internal sealed class CreateUserPool(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.RequiredString("PoolName");
        PoolSettings.CheckName(name);
        var now = room.Now;
        var settings = PoolSettings.Create(call.Input);
        var pool = new UserPoolDocument
        {
            Id = IdOf(call, settings),
            Name = name,
            Created = now,
            Modified = now,
            Settings = settings,
            Schema = PoolSchemas.Create(call.Input.Members["Schema"] as JsonArray),
        };
        if ((await room.Documents.ListAsync<UserPoolDocument>(call.Scope, "", cancellationToken)).Length >= UserPoolLimits.Pools)
        {
            throw CognitoFaults.Limit("Maximum number of user pools exceeded");
        }

        if (room.Directory.Find(pool.Id) is not null)
        {
            throw CognitoFaults.Invalid($"User pool {pool.Id} exists already.");
        }

        // Two keys of 2,048 bits take a while to find; in the lanes of the other slow work.
        var keys = await room.Passwords.RunAsync(() => PoolKeys.Create(now), cancellationToken);
        await room.CommitAsync(
            new DocumentBatch(call.Scope).Create(pool.Id, pool).Create(pool.Id, keys), cancellationToken);
        var opened = await room.OpenAsync(call.Scope, pool.Id, cancellationToken);
        return OperationOutput.Of(new JsonObject { ["UserPool"] = PoolViews.Of(opened, 0) });
    }

    /// <summary>A tag may choose the id, as other local tools have it (design §6 rule 8); it must be one of the region.</summary>
    private static string IdOf(OperationCall call, JsonObject settings)
    {
        if (settings["UserPoolTags"]?["_custom_id_"]?.GetValue<string>() is not { } wanted)
        {
            return UserPoolNames.CreatePoolId(call.Scope.Region);
        }

        return UserPoolNames.IsPoolId(wanted) && wanted.StartsWith(call.Scope.Region + "_", StringComparison.Ordinal)
            ? wanted
            : throw CognitoFaults.Invalid($"The tag _custom_id_ must be an id such as {call.Scope.Region}_AbCdEf123.");
    }
}
