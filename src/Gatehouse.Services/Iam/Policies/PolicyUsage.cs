using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

/// <summary>Who uses which managed policy.</summary>
internal sealed class PolicyUsage
{
    private readonly Dictionary<string, int> _attached = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _bounding = new(StringComparer.Ordinal);

    public required ImmutableArray<Versioned<UserDocument>> Users { get; init; }

    public required ImmutableArray<Versioned<GroupDocument>> Groups { get; init; }

    public required ImmutableArray<Versioned<RoleDocument>> Roles { get; init; }

    public static async ValueTask<PolicyUsage> ReadAsync(
        IamRoom room, OperationCall call, CancellationToken cancellationToken)
    {
        var usage = new PolicyUsage
        {
            Users = await room.ListAsync<UserDocument>(call, cancellationToken),
            Groups = await room.ListAsync<GroupDocument>(call, cancellationToken),
            Roles = await room.ListAsync<RoleDocument>(call, cancellationToken),
        };
        var holders = usage.Users.Select(static user => (PolicyHolder)user.Value)
            .Concat(usage.Groups.Select(static group => group.Value)).Concat(usage.Roles.Select(static role => role.Value));
        foreach (var arn in holders.SelectMany(static holder => holder.AttachedPolicies))
        {
            usage._attached[arn] = usage.Attached(arn) + 1;
        }

        var boundaries = usage.Users.Select(static user => user.Value.PermissionsBoundary)
            .Concat(usage.Roles.Select(static role => role.Value.PermissionsBoundary));
        foreach (var arn in boundaries.OfType<string>())
        {
            usage._bounding[arn] = usage.Bounding(arn) + 1;
        }

        return usage;
    }

    public int Attached(string arn) => _attached.GetValueOrDefault(arn);

    public int Bounding(string arn) => _bounding.GetValueOrDefault(arn);
}
