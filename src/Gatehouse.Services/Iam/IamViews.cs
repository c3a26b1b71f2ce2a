using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Identities;

namespace Gatehouse.Services.Iam;

/// <summary>Identities as IAM shows them.</summary>
internal static class IamViews
{
    /// <summary>Documents are percent-encoded in answers (security §3.1).</summary>
    public static string Encode(string document) => Uri.EscapeDataString(document);

    public static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    public static JsonObject User(UserDocument user, string account, bool withTags = false)
    {
        var view = new JsonObject
        {
            ["Path"] = user.Path,
            ["UserName"] = user.Name,
            ["UserId"] = user.UniqueId,
            ["Arn"] = user.Arn(account),
            ["CreateDate"] = Seconds(user.Created),
            ["PermissionsBoundary"] = Boundary(user.PermissionsBoundary),
        };
        return withTags ? WithTags(view, user.Tags) : view;
    }

    public static JsonObject Group(GroupDocument group, string account) => new()
    {
        ["Path"] = group.Path,
        ["GroupName"] = group.Name,
        ["GroupId"] = group.UniqueId,
        ["Arn"] = group.Arn(account),
        ["CreateDate"] = Seconds(group.Created),
    };

    /// <param name="role">The role.</param>
    /// <param name="account">Its account.</param>
    /// <param name="trust">The trust policy as it is shown.</param>
    /// <param name="isWhole">Lists leave some members out.</param>
    public static JsonObject Role(RoleDocument role, string account, string trust, bool isWhole = false)
    {
        var view = new JsonObject
        {
            ["Path"] = role.Path,
            ["RoleName"] = role.Name,
            ["RoleId"] = role.UniqueId,
            ["Arn"] = role.Arn(account),
            ["CreateDate"] = Seconds(role.Created),
            ["AssumeRolePolicyDocument"] = Encode(trust),
            ["Description"] = role.Description,
            ["MaxSessionDuration"] = role.MaxSessionDuration,
        };
        if (!isWhole)
        {
            return view;
        }

        view["PermissionsBoundary"] = Boundary(role.PermissionsBoundary);
        view["RoleLastUsed"] = new JsonObject();
        return WithTags(view, role.Tags);
    }

    public static JsonObject Tag(IdentityTag tag) => new() { ["Key"] = tag.Key, ["Value"] = tag.Value };

    private static JsonObject? Boundary(string? arn) => arn is null ? null : new JsonObject
    {
        ["PermissionsBoundaryType"] = "Policy",
        ["PermissionsBoundaryArn"] = arn,
    };

    private static JsonObject WithTags(JsonObject view, ImmutableArray<IdentityTag> tags)
    {
        if (!tags.IsEmpty)
        {
            view["Tags"] = new JsonArray([.. tags.Select(Tag)]);
        }

        return view;
    }
}
