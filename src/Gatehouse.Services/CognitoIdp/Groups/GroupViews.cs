using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Groups;

/// <summary>Groups as callers give and see them.</summary>
internal static class GroupViews
{
    private const int DescriptionChars = 2_048;

    public static PoolGroupDocument Fill(PoolGroupDocument group, OperationInput input)
    {
        var description = input.FindString("Description") ?? group.Description;
        var role = input.FindString("RoleArn") ?? group.RoleArn;
        var precedence = input.FindInteger("Precedence") ?? group.Precedence;
        if (description?.Length > DescriptionChars || role?.Length > DescriptionChars || precedence < 0)
        {
            throw CognitoFaults.Invalid("The description, role or precedence of the group is out of range.");
        }

        return group with { Description = description, RoleArn = role, Precedence = precedence };
    }

    public static JsonObject Of(string poolId, PoolGroupDocument group)
    {
        var shown = new JsonObject
        {
            ["GroupName"] = group.Name,
            ["UserPoolId"] = poolId,
            ["LastModifiedDate"] = CognitoInstant.Of(group.Modified),
            ["CreationDate"] = CognitoInstant.Of(group.Created),
        };
        if (group.Description is { } description)
        {
            shown["Description"] = description;
        }

        if (group.RoleArn is { } role)
        {
            shown["RoleArn"] = role;
        }

        if (group.Precedence is { } precedence)
        {
            shown["Precedence"] = precedence;
        }

        return shown;
    }
}
