using Gatehouse.Model.Identities;

namespace Gatehouse.Services.Iam.Policies;

/// <summary>Finds a version by its id.</summary>
internal static class PolicyVersions
{
    public static PolicyVersion Find(ManagedPolicyDocument policy, string arn, string id) =>
        policy.Versions.FirstOrDefault(version => $"v{version.Number}" == id)
        ?? throw IamRoom.Missing($"Policy {arn} version {id} does not exist or is not attachable.");
}
