using System.Text.Json.Nodes;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Iam.Policies;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Introspection;

internal sealed class GetAccountAuthorizationDetails(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var usage = await PolicyUsage.ReadAsync(room, call, cancellationToken);
        var policies = await room.ListAsync<ManagedPolicyDocument>(call, cancellationToken);
        var account = call.Scope.Account;
        var wanted = call.Input.Members["Filter"]?.AsArray().Select(static filter => filter!.GetValue<string>()).ToList();
        return OperationOutput.Of(new JsonObject
        {
            ["UserDetailList"] = List("User", usage.Users.Select(user => With(
                With(IamViews.User(user.Value, account, withTags: true), "UserPolicyList", user.Value),
                "GroupList", [.. user.Value.Groups.Select(static group => (JsonNode)group)]))),
            ["GroupDetailList"] = List("Group", usage.Groups.Select(group =>
                With(IamViews.Group(group.Value, account), "GroupPolicyList", group.Value))),
            ["RoleDetailList"] = List("Role", usage.Roles.Select(role => With(
                IamViews.Role(role.Value, account, TrustPolicies.Show(role.Value, room.Identity.Directory), isWhole: true),
                "RolePolicyList", role.Value))),
            ["Policies"] = List("LocalManagedPolicy", policies.Select(policy =>
            {
                var arn = policy.Value.Arn(account);
                var view = ManagedPolicyViews.Of(policy.Value, account, usage.Attached(arn), usage.Bounding(arn));
                view["PolicyVersionList"] = new JsonArray([.. policy.Value.Versions.Select(version =>
                    ManagedPolicyViews.Version(version, policy.Value.DefaultVersion, withDocument: true))]);
                return view;
            })),
            ["IsTruncated"] = false,
        });

        JsonArray List(string kind, IEnumerable<JsonObject> views) =>
            wanted is null || wanted.Contains(kind) ? new JsonArray([.. views]) : [];
    }

    private static JsonObject With(JsonObject view, string member, PolicyHolder holder)
    {
        view["AttachedManagedPolicies"] = new JsonArray([.. holder.AttachedPolicies.Select(static arn => (JsonNode)new JsonObject
        {
            ["PolicyName"] = arn[(arn.LastIndexOf('/') + 1)..],
            ["PolicyArn"] = arn,
        })]);
        return With(view, member, [.. holder.InlinePolicies.Select(static policy => (JsonNode)new JsonObject
        {
            ["PolicyName"] = policy.Key,
            ["PolicyDocument"] = IamViews.Encode(policy.Value),
        })]);
    }

    private static JsonObject With(JsonObject view, string member, JsonNode[] items)
    {
        view[member] = new JsonArray(items);
        return view;
    }
}
