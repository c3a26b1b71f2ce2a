using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Providers;

internal sealed class CreateIdentityProvider(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var name = ProviderDetails.CheckName(call.Input.RequiredString("ProviderName"));
        var type = call.Input.RequiredString("ProviderType");
        ProviderDetails.CheckType(type);
        if (type != "OIDC" && type != name)
        {
            throw CognitoFaults.Invalid($"The name of a provider of the type {type} is {type}.");
        }

        var all = await room.ListAsync<PoolProviderDocument>(pool.Scope, pool.Id, cancellationToken);
        if (all.Any(one => one.Value.Name == name))
        {
            throw CognitoFaults.Of("DuplicateProviderException", "A provider with the name already exists.");
        }

        if (all.Length >= UserPoolLimits.Providers)
        {
            throw CognitoFaults.Limit("Maximum number of identity providers exceeded");
        }

        var provider = new PoolProviderDocument
        {
            Name = name,
            Type = type,
            Details = ProviderDetails.Complete(type, call.Input.Members["ProviderDetails"]!.AsObject()),
            Mapping = ProviderDetails.Mapping(pool.Value, call.Input.Members["AttributeMapping"] as JsonObject),
            Identifiers = ProviderDetails.Identifiers(call.Input),
            Created = room.Now,
            Modified = room.Now,
        };
        await room.CommitAsync(pool.Batch().Expect(pool.Pool).Create($"{pool.Id}/{name}", provider), cancellationToken);
        return ProviderViews.Answer(pool.Id, provider);
    }
}

internal sealed class DescribeIdentityProvider(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        return ProviderViews.Answer(pool.Id, (await ProviderViews.FindAsync(pool, call.Input, cancellationToken)).Value);
    }
}

internal sealed class UpdateIdentityProvider(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var provider = await ProviderViews.FindAsync(pool, call.Input, cancellationToken);
        var changed = provider.Value with
        {
            Details = call.Input.Members["ProviderDetails"] is JsonObject details
                ? ProviderDetails.Complete(provider.Value.Type, details)
                : provider.Value.Details,
            Mapping = call.Input.Members["AttributeMapping"] is JsonObject mapping
                ? ProviderDetails.Mapping(pool.Value, mapping)
                : provider.Value.Mapping,
            Identifiers = call.Input.Has("IdpIdentifiers") ? ProviderDetails.Identifiers(call.Input) : provider.Value.Identifiers,
            Modified = room.Now,
        };
        await room.CommitAsync(pool.Batch().Replace(provider, changed), cancellationToken);
        return ProviderViews.Answer(pool.Id, changed);
    }
}

internal sealed class DeleteIdentityProvider(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var provider = await ProviderViews.FindAsync(pool, call.Input, cancellationToken);
        await room.CommitAsync(pool.Batch().Delete(provider), cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class GetIdentityProviderByIdentifier(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var wanted = call.Input.RequiredString("IdpIdentifier");
        var found = (await room.ListAsync<PoolProviderDocument>(pool.Scope, pool.Id, cancellationToken))
            .FirstOrDefault(one => one.Value.Identifiers.Contains(wanted))
            ?? throw CognitoFaults.Missing("Identity provider with the identifier does not exist.");
        return ProviderViews.Answer(pool.Id, found.Value);
    }
}

internal sealed class ListIdentityProviders(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var all = await room.ListAsync<PoolProviderDocument>(pool.Scope, pool.Id, cancellationToken);
        return CognitoPage.Of(
            call.Input, "MaxResults", "NextToken", "Providers", all, static one => one.Id,
            static JsonNode (one) => ProviderViews.Row(one.Value));
    }
}

/// <summary>Providers as callers see them; AWS shows the secret with the other details.</summary>
internal static class ProviderViews
{
    public static async ValueTask<Versioned<PoolProviderDocument>> FindAsync(
        OpenedPool pool, OperationInput input, CancellationToken cancellationToken)
    {
        var name = input.RequiredString("ProviderName");
        return await pool.FindAsync<PoolProviderDocument>(name, cancellationToken)
            ?? throw CognitoFaults.Missing($"Identity provider {name} does not exist.");
    }

    public static OperationOutput Answer(string poolId, PoolProviderDocument provider)
    {
        var shown = Row(provider);
        shown["UserPoolId"] = poolId;
        shown["ProviderDetails"] = Map(provider.Details);
        shown["AttributeMapping"] = Map(provider.Mapping);
        shown["IdpIdentifiers"] = new JsonArray([.. provider.Identifiers.Select(static one => (JsonNode)one)]);
        return OperationOutput.Of(new JsonObject { ["IdentityProvider"] = shown });
    }

    public static JsonObject Row(PoolProviderDocument provider) => new()
    {
        ["ProviderName"] = provider.Name,
        ["ProviderType"] = provider.Type,
        ["LastModifiedDate"] = CognitoInstant.Of(provider.Modified),
        ["CreationDate"] = CognitoInstant.Of(provider.Created),
    };

    private static JsonObject Map(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs.Select(static pair => new KeyValuePair<string, JsonNode?>(pair.Key, pair.Value)));
}
