using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Clients;

internal sealed class DescribeUserPoolClient(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var client = await pool.ClientAsync(call.Input.RequiredString("ClientId"), cancellationToken);
        return OperationOutput.Of(new JsonObject { ["UserPoolClient"] = ClientViews.Of(client.Value) });
    }
}

/// <summary>What is not given falls back to its default, as on AWS.</summary>
internal sealed class UpdateUserPoolClient(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var client = await pool.ClientAsync(call.Input.RequiredString("ClientId"), cancellationToken);
        var changed = client.Value with
        {
            Name = call.Input.FindString("ClientName") ?? client.Value.Name,
            Modified = room.Now,
            Settings = await ClientSettings.ReadAsync(pool, call.Input, client.Value.Secret is not null, cancellationToken),
        };
        await room.CommitAsync(pool.Batch().Replace(client.Client, changed), cancellationToken);
        return OperationOutput.Of(new JsonObject { ["UserPoolClient"] = ClientViews.Of(changed) });
    }
}

internal sealed class DeleteUserPoolClient(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var client = await pool.ClientAsync(call.Input.RequiredString("ClientId"), cancellationToken);
        await room.CommitAsync(pool.Batch().Delete(client.Client), cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class ListUserPoolClients(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var clients = await room.ListAsync<UserPoolClientDocument>(pool.Scope, pool.Id, cancellationToken);
        return CognitoPage.Of(
            call.Input, "MaxResults", "NextToken", "UserPoolClients", clients, static client => client.Id,
            static client => ClientViews.Row(client.Value));
    }
}
