using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Iam.Roles;

/// <summary>The roles that services keep for themselves (security §3.3): made for tools that ask for them.</summary>
internal sealed class CreateServiceLinkedRole(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var service = call.Input.RequiredString("AWSServiceName");
        var stem = service.Split('.')[0];
        if (service == "ops.apigateway.amazonaws.com")
        {
            stem = "APIGateway";
        }

        var suffix = call.Input.FindString("CustomSuffix") is { } custom ? "_" + custom : "";
        var name = $"AWSServiceRoleFor{char.ToUpperInvariant(stem[0])}{stem[1..]}{suffix}";
        if (await room.FindAsync<RoleDocument>(call, name, cancellationToken) is not null)
        {
            throw new ServiceFaultException(
                "InvalidInput", 400, $"Service role name {name} has been taken in this account, please try a different suffix.");
        }

        var trust = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(new JsonObject
            {
                ["Action"] = new JsonArray("sts:AssumeRole"),
                ["Effect"] = "Allow",
                ["Principal"] = new JsonObject { ["Service"] = new JsonArray(service) },
            }),
        }.ToJsonString();
        var role = new RoleDocument
        {
            Name = name,
            Path = $"/aws-service-role/{service}/",
            UniqueId = IamNames.UniqueId("AROA"),
            Created = room.Now,
            InlinePolicies = ImmutableSortedDictionary<string, string>.Empty,
            AttachedPolicies = stem == "APIGateway"
                ? ["arn:aws:iam::aws:policy/aws-service-role/APIGatewayServiceRolePolicy"]
                : [],
            TrustPolicy = trust,
            TrustedArns = ImmutableSortedDictionary<string, string>.Empty,
            Description = call.Input.FindString("Description"),
            MaxSessionDuration = IdentityLimits.MinMaxSessionSeconds,
            Tags = [],
            LinkedService = service,
        };
        await room.Documents.CommitAsync(
            new DocumentBatch(IamRoom.Scope(call)).Create(IdentityScope.IdOf(name), role), cancellationToken);
        return OperationOutput.Of(new JsonObject { ["Role"] = IamViews.Role(role, call.Scope.Account, trust) });
    }
}

internal sealed class DeleteServiceLinkedRole(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.RequiredString("RoleName");
        var role = await room.RoleAsync(call, name, cancellationToken);
        if (role.Value.LinkedService is null)
        {
            throw IamRoom.Missing($"The role with name {name} cannot be found.");
        }

        await room.Documents.CommitAsync(new DocumentBatch(IamRoom.Scope(call)).Delete(role), cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["DeletionTaskId"] = $"task{role.Value.Path}{role.Value.Name}/{role.Value.UniqueId}",
        });
    }
}

/// <summary>Deletion takes no time here, so every task is done.</summary>
internal sealed class GetServiceLinkedRoleDeletionStatus : IOperation
{
    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        new(OperationOutput.Of(new JsonObject { ["Status"] = "SUCCEEDED" }));
}
