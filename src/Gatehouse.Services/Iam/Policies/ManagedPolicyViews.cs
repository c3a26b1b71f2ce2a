using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Principals;
using Gatehouse.Model.Identities;

namespace Gatehouse.Services.Iam.Policies;

/// <summary>Managed policies, of customers and of AWS, as IAM shows them.</summary>
internal static class ManagedPolicyViews
{
    /// <summary>When AWS's own policies were written, as far as clients are told.</summary>
    private const double AwsCreated = 1_423_000_000;

    public static JsonObject Of(ManagedPolicyDocument policy, string account, int attachments, int boundaries, bool isWhole = false)
    {
        var view = new JsonObject
        {
            ["PolicyName"] = policy.Name,
            ["PolicyId"] = policy.UniqueId,
            ["Arn"] = policy.Arn(account),
            ["Path"] = policy.Path,
            ["DefaultVersionId"] = $"v{policy.DefaultVersion}",
            ["AttachmentCount"] = attachments,
            ["PermissionsBoundaryUsageCount"] = boundaries,
            ["IsAttachable"] = true,
            ["CreateDate"] = IamViews.Seconds(policy.Created),
            ["UpdateDate"] = IamViews.Seconds(policy.Updated),
        };
        if (isWhole)
        {
            view["Description"] = policy.Description;
            view["Tags"] = new JsonArray([.. policy.Tags.Select(IamViews.Tag)]);
        }

        return view;
    }

    public static JsonObject Of(AwsManagedPolicy policy, int attachments, int boundaries) => new()
    {
        ["PolicyName"] = policy.Name,
        ["PolicyId"] = "ANPA" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(policy.Arn)))[..17],
        ["Arn"] = policy.Arn,
        ["Path"] = policy.Path,
        ["DefaultVersionId"] = "v1",
        ["AttachmentCount"] = attachments,
        ["PermissionsBoundaryUsageCount"] = boundaries,
        ["IsAttachable"] = true,
        ["CreateDate"] = AwsCreated,
        ["UpdateDate"] = AwsCreated,
    };

    public static JsonObject Version(PolicyVersion version, int defaultVersion, bool withDocument) => new()
    {
        ["Document"] = withDocument ? IamViews.Encode(version.Document) : null,
        ["VersionId"] = $"v{version.Number}",
        ["IsDefaultVersion"] = version.Number == defaultVersion,
        ["CreateDate"] = IamViews.Seconds(version.Created),
    };

    public static JsonObject Version(AwsManagedPolicy policy, bool withDocument) => new()
    {
        ["Document"] = withDocument ? IamViews.Encode(policy.Document) : null,
        ["VersionId"] = "v1",
        ["IsDefaultVersion"] = true,
        ["CreateDate"] = AwsCreated,
    };
}
