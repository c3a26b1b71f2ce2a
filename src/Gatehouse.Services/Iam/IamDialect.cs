using Gatehouse.Wire.Protocols;

namespace Gatehouse.Services.Iam;

/// <summary>What IAM says beside its contract: the forms of names (security §3.3).</summary>
internal static class IamDialect
{
    private const int NameChars = 64;
    private const int LongNameChars = 128;

    public static readonly WireDialect Value = new()
    {
        ConstraintCode = "ValidationError",
        Constraints =
        [
            .. Name("UserName", NameChars), .. Name("NewUserName", NameChars), .. Name("RoleName", NameChars),
            .. Name("GroupName", LongNameChars), .. Name("NewGroupName", LongNameChars), .. Name("PolicyName", LongNameChars),
            new MemberConstraint("PolicyArn", static arn => arn.Length >= 20, "Member must have length greater than or equal to 20"),
            new MemberConstraint("Description", static text => text.Length <= 1_000, "Member must have length less than or equal to 1000"),
        ],
    };

    private static IEnumerable<MemberConstraint> Name(string member, int chars) =>
    [
        new(member, text => text.Length <= chars, $"Member must have length less than or equal to {chars}"),
        new(member, static text => text.Length > 0, "Member must have length greater than or equal to 1"),
        new(
            member, static text => text.All(static c => char.IsAsciiLetterOrDigit(c) || "_+=,.@-".Contains(c, StringComparison.Ordinal)),
            @"Member must satisfy regular expression pattern: [\w+=,.@-]+"),
    ];
}
