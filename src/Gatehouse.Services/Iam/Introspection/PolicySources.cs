using System.Collections.Immutable;
using Gatehouse.Identity.Policies;
using Gatehouse.Model.Arns;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Iam.Introspection;

/// <summary>The policies that a simulation asks.</summary>
internal static class PolicySources
{
    public static async ValueTask<(Principal Principal, CallerPolicies Policies)> FindAsync(
        IamRoom room, OperationCall call, CancellationToken cancellationToken)
    {
        var text = call.Input.RequiredString("PolicySourceArn");
        if (!Arn.TryParse(text, out var arn) || arn.Service != "iam" || arn.Account != call.Scope.Account)
        {
            throw new ServiceFaultException("InvalidInput", 400, $"Invalid Entity Arn: {text} does not clearly define entity type and name.");
        }

        var (directory, account) = (room.Identity.Directory, call.Scope.Account);
        var name = arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..];
        switch (arn.Resource[..Math.Max(0, arn.Resource.IndexOf('/', StringComparison.Ordinal))])
        {
            case "user":
                var user = (await room.UserAsync(call, name, cancellationToken)).Value;
                return (directory.PrincipalOfUser(account, user), directory.PoliciesOfUser(account, user));
            case "role":
                var role = (await room.RoleAsync(call, name, cancellationToken)).Value;
                return (directory.PrincipalOfRole(account, role), directory.PoliciesOfRole(account, role));
            case "group":
                var group = (await room.GroupAsync(call, name, cancellationToken)).Value;
                return (
                    new Principal { Kind = PrincipalKind.User, Account = account, Arn = text, IssuerArn = text },
                    directory.PoliciesOfGroup(group));
            default:
                throw new ServiceFaultException(
                    "InvalidInput", 400, $"Invalid Entity Arn: {text} does not clearly define entity type and name.");
        }
    }

    public static ImmutableArray<PolicyPlan> Compile(OperationInput input, string member)
    {
        var plans = ImmutableArray.CreateBuilder<PolicyPlan>();
        foreach (var json in Federation.OidcProviders.Texts(input, member))
        {
            plans.Add(PolicyPlan.TryCompile(json, PolicyKind.Identity, $"{member}.{plans.Count + 1}", out var plan, out var problem)
                ? plan
                : throw new ServiceFaultException("InvalidInput", 400, $"Invalid Policy Input: {problem}"));
        }

        return plans.ToImmutable();
    }

    public static PolicyPlan? Resource(OperationInput input) => input.FindString("ResourcePolicy") is not { } json
        ? null
        : PolicyPlan.TryCompile(json, PolicyKind.Resource, "ResourcePolicy", out var plan, out var problem)
            ? plan
            : throw new ServiceFaultException("InvalidInput", 400, $"Invalid Policy Input: {problem}");

    public static string OwnerOf(OperationCall call) =>
        call.Input.FindString("ResourceOwner") is not { } owner ? call.Scope.Account
        : Arn.TryParse(owner, out var arn) ? arn.Account
        : owner;
}
