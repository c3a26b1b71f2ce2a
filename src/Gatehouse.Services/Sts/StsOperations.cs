using System.Collections.Frozen;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Protocols;

namespace Gatehouse.Services.Sts;

/// <summary>The operations of STS that are built, by AWS's names.</summary>
internal static class StsOperations
{
    /// <summary>What carries its own proof.</summary>
    public static readonly FrozenSet<string> Unsigned = FrozenSet.Create("AssumeRoleWithWebIdentity");

    public static readonly WireDialect Dialect = new()
    {
        ConstraintCode = "ValidationError",
        Constraints =
        [
            new MemberConstraint(
                "RoleSessionName", static name => name.Length >= 2, "Member must have length greater than or equal to 2"),
            new MemberConstraint(
                "RoleSessionName", static name => name.Length <= 64, "Member must have length less than or equal to 64"),
            new MemberConstraint("RoleSessionName", IsName, @"Member must satisfy regular expression pattern: [\w+=,.@-]*"),
            new MemberConstraint("SourceIdentity", IsName, @"Member must satisfy regular expression pattern: [\w+=,.@-]*"),
            new MemberConstraint("RoleArn", static arn => arn.Length >= 20, "Member must have length greater than or equal to 20"),
            new MemberConstraint(
                "ExternalId", static id => id.Length is >= 2 and <= 1_224, "Member must have length between 2 and 1224"),
        ],
    };

    public static IReadOnlyDictionary<string, IOperation> Create(StsRoom room) =>
        new Dictionary<string, IOperation>(StringComparer.Ordinal)
        {
            ["GetCallerIdentity"] = new GetCallerIdentity(),
            ["AssumeRole"] = new AssumeRole(room),
            ["AssumeRoleWithWebIdentity"] = new AssumeRoleWithWebIdentity(room),
            ["GetSessionToken"] = new GetSessionToken(room),
            ["GetFederationToken"] = new GetFederationToken(room),
            ["GetAccessKeyInfo"] = new GetAccessKeyInfo(room),
        };

    private static bool IsName(string text) =>
        text.All(static c => char.IsAsciiLetterOrDigit(c) || "_+=,.@-".Contains(c, StringComparison.Ordinal));
}
