using System.Text.Json.Nodes;
using Gatehouse.Identity.Principals;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class ListEntitiesForPolicy(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("PolicyArn");
        if (AwsManagedPolicies.Find(arn) is null)
        {
            await room.PolicyAsync(call, arn, cancellationToken);
        }

        var usage = await PolicyUsage.ReadAsync(room, call, cancellationToken);
        var only = call.Input.FindString("EntityFilter");
        var asBoundary = call.Input.FindString("PolicyUsageFilter") == "PermissionsBoundary";
        return OperationOutput.Of(new JsonObject
        {
            ["PolicyUsers"] = List("User", usage.Users.Where(user => asBoundary
                ? user.Value.PermissionsBoundary == arn
                : Has(user.Value, arn)).Select(static user => (PolicyHolder)user.Value)),
            ["PolicyGroups"] = List("Group", usage.Groups.Where(group => !asBoundary && Has(group.Value, arn))
                .Select(static group => group.Value)),
            ["PolicyRoles"] = List("Role", usage.Roles.Where(role => asBoundary
                ? role.Value.PermissionsBoundary == arn
                : Has(role.Value, arn)).Select(static role => role.Value)),
            ["IsTruncated"] = false,
        });

        JsonArray List(string noun, IEnumerable<PolicyHolder> holders) => only is null || only == noun
            ? new JsonArray([.. holders.Select(holder => (JsonNode)new JsonObject
            {
                [$"{noun}Name"] = holder.Name,
                [$"{noun}Id"] = holder.UniqueId,
            })])
            : [];
    }

    private static bool Has(PolicyHolder holder, string arn) => holder.AttachedPolicies.Contains(arn, StringComparer.Ordinal);
}
