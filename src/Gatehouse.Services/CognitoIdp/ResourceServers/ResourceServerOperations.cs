using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.ResourceServers;

internal sealed class CreateResourceServer(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var server = ResourceServerViews.Read(call.Input);
        if (await pool.FindAsync<ResourceServerDocument>(server.Identifier, cancellationToken) is not null)
        {
            throw CognitoFaults.Invalid($"{server.Identifier} already exists in user pool {pool.Id}.");
        }

        var all = await room.ListAsync<ResourceServerDocument>(pool.Scope, pool.Id, cancellationToken);
        if (all.Length >= UserPoolLimits.ResourceServers)
        {
            throw CognitoFaults.Limit("Maximum number of resource servers exceeded");
        }

        await room.CommitAsync(
            pool.Batch().Expect(pool.Pool).Create($"{pool.Id}/{server.Identifier}", server), cancellationToken);
        return ResourceServerViews.Answer(pool.Id, server);
    }
}

internal sealed class DescribeResourceServer(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var server = await ResourceServerViews.FindAsync(pool, call.Input, cancellationToken);
        return ResourceServerViews.Answer(pool.Id, server.Value);
    }
}

internal sealed class UpdateResourceServer(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var server = await ResourceServerViews.FindAsync(pool, call.Input, cancellationToken);
        var changed = ResourceServerViews.Read(call.Input);
        await room.CommitAsync(pool.Batch().Replace(server, changed), cancellationToken);
        return ResourceServerViews.Answer(pool.Id, changed);
    }
}

internal sealed class DeleteResourceServer(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var server = await ResourceServerViews.FindAsync(pool, call.Input, cancellationToken);
        await room.CommitAsync(pool.Batch().Delete(server), cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class ListResourceServers(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var servers = await room.ListAsync<ResourceServerDocument>(pool.Scope, pool.Id, cancellationToken);
        return CognitoPage.Of(
            call.Input, "MaxResults", "NextToken", "ResourceServers", servers, static server => server.Id,
            server => ResourceServerViews.Of(pool.Id, server.Value));
    }
}

/// <summary>Resource servers as callers give and see them.</summary>
internal static class ResourceServerViews
{
    private const int Chars = 256;

    public static ResourceServerDocument Read(OperationInput input)
    {
        var identifier = input.RequiredString("Identifier");
        var name = input.RequiredString("Name");
        if (!IsText(identifier) || name.Length is 0 or > Chars)
        {
            throw CognitoFaults.Invalid("The identifier of a resource server has 1 to 256 visible ASCII characters.");
        }

        var scopes = ImmutableArray.CreateBuilder<ResourceServerScope>();
        foreach (var node in input.Members["Scopes"] as JsonArray ?? [])
        {
            var scope = new ResourceServerScope(
                node!["ScopeName"]!.GetValue<string>(), node["ScopeDescription"]!.GetValue<string>());
            if (!IsText(scope.Name) || scope.Name.Contains('/', StringComparison.Ordinal)
                || scope.Description.Length is 0 or > Chars || scopes.Any(known => known.Name == scope.Name))
            {
                throw CognitoFaults.Invalid($"The scope {scope.Name} of the resource server is not valid.");
            }

            scopes.Add(scope);
        }

        return scopes.Count > UserPoolLimits.ScopesPerServer
            ? throw CognitoFaults.Limit("Maximum number of scopes exceeded")
            : new ResourceServerDocument { Identifier = identifier, Name = name, Scopes = scopes.ToImmutable() };
    }

    public static async ValueTask<Versioned<ResourceServerDocument>> FindAsync(
        OpenedPool pool, OperationInput input, CancellationToken cancellationToken) =>
        await pool.FindAsync<ResourceServerDocument>(input.RequiredString("Identifier"), cancellationToken)
        ?? throw CognitoFaults.Missing("Resource server does not exist.");

    public static OperationOutput Answer(string poolId, ResourceServerDocument server) =>
        OperationOutput.Of(new JsonObject { ["ResourceServer"] = Of(poolId, server) });

    public static JsonObject Of(string poolId, ResourceServerDocument server) => new()
    {
        ["UserPoolId"] = poolId,
        ["Identifier"] = server.Identifier,
        ["Name"] = server.Name,
        ["Scopes"] = new JsonArray(
        [
            .. server.Scopes.Select(static scope => new JsonObject
            {
                ["ScopeName"] = scope.Name, ["ScopeDescription"] = scope.Description,
            }),
        ]),
    };

    /// <summary>Visible ASCII without space, quote and backslash: what RFC 6749 lets a scope be made of.</summary>
    private static bool IsText(string text) => text.Length is > 0 and <= Chars
        && text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 && !text.AsSpan().ContainsAny('"', '\\');
}
