using System.Text.Json.Nodes;
using Gatehouse.Identity.Principals;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class ListPolicies(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var usage = await PolicyUsage.ReadAsync(room, call, cancellationToken);
        var scope = call.Input.FindString("Scope") ?? "All";
        var prefix = IamNames.PathPrefixOf(call.Input);
        var onlyAttached = call.Input.FindBoolean("OnlyAttached") == true;
        var filter = call.Input.FindString("PolicyUsageFilter");
        var views = new List<JsonObject>();
        if (scope != "AWS")
        {
            var policies = await room.ListAsync<ManagedPolicyDocument>(call, cancellationToken);
            views.AddRange(policies.Select(policy =>
            {
                var arn = policy.Value.Arn(call.Scope.Account);
                return ManagedPolicyViews.Of(policy.Value, call.Scope.Account, usage.Attached(arn), usage.Bounding(arn));
            }));
        }

        if (scope != "Local")
        {
            views.AddRange(AwsManagedPolicies.All.Select(
                policy => ManagedPolicyViews.Of(policy, usage.Attached(policy.Arn), usage.Bounding(policy.Arn))));
        }

        views.RemoveAll(view =>
            !view["Path"]!.GetValue<string>().StartsWith(prefix, StringComparison.Ordinal)
            || (onlyAttached && Count(view, "AttachmentCount") == 0)
            || (filter == "PermissionsBoundary" && Count(view, "PermissionsBoundaryUsageCount") == 0)
            || (filter == "PermissionsPolicy" && Count(view, "AttachmentCount") == 0));
        return IamPage.Of(call.Input, "Policies", views, static view => view);
    }

    private static int Count(JsonObject view, string member) => view[member]!.GetValue<int>();
}
