using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Clients;

internal sealed class CreateUserPoolClient(CognitoRoom room) : IOperation
{
    private const int IdChars = 26;
    private const int LeastSecretChars = 24;
    private const int MostSecretChars = 64;

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var secret = SecretOf(call.Input);
        if ((await room.ListAsync<UserPoolClientDocument>(pool.Scope, pool.Id, cancellationToken)).Length >= UserPoolLimits.Clients)
        {
            throw CognitoFaults.Limit("Maximum number of user pool clients exceeded");
        }

        var client = new UserPoolClientDocument
        {
            Id = room.Ids.AlphanumericId(IdChars),
            PoolId = pool.Id,
            Name = call.Input.RequiredString("ClientName"),
            Secret = secret,
            Created = room.Now,
            Modified = room.Now,
            Settings = await ClientSettings.ReadAsync(pool, call.Input, secret is not null, cancellationToken),
        };
        await room.CommitAsync(pool.Batch().Expect(pool.Pool).Create($"{pool.Id}/{client.Id}", client), cancellationToken);
        return OperationOutput.Of(new JsonObject { ["UserPoolClient"] = ClientViews.Of(client) });
    }

    private static string? SecretOf(OperationInput input)
    {
        if (input.FindString("ClientSecret") is not { } own)
        {
            return input.FindBoolean("GenerateSecret") == true ? UserPoolNames.CreateSecret() : null;
        }

        return own.Length is >= LeastSecretChars and <= MostSecretChars
            && own.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+')
            ? own
            : throw CognitoFaults.Invalid("A client secret has 24 to 64 letters, digits, underscores and plus signs.");
    }
}
