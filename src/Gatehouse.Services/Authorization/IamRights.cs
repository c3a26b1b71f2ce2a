using Gatehouse.Model.Identities;
using Gatehouse.Services.Iam.Federation;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Authorization;

/// <summary>IAM's actions are its operations; the resource is what the input names (security §3).</summary>
internal static class IamRights
{
    public static IEnumerable<RequiredRight> Of(AuthorizationQuestion question)
    {
        yield return new RequiredRight($"iam:{question.Operation.Operation.Name}", ResourceOf(question));
    }

    private static string ResourceOf(AuthorizationQuestion question)
    {
        var input = question.Input;
        var account = question.Caller.Scope.Account;
        var directory = question.Directory;
        var operation = question.Operation.Operation.Name;
        if (Text("PolicyArn") is { } policy && !operation.StartsWith("Attach", StringComparison.Ordinal) && !operation.StartsWith("Detach", StringComparison.Ordinal))
        {
            return policy;
        }

        if (Text("OpenIDConnectProviderArn") is { } provider)
        {
            return provider;
        }

        if (Text("GroupName") is { } group)
        {
            return $"arn:aws:iam::{account}:group{Path()}{group}";
        }

        if (Text("RoleName") is { } role)
        {
            return directory?.FindRole(account, role)?.Arn(account) ?? $"arn:aws:iam::{account}:role{Path()}{role}";
        }

        if (Text("UserName") is { } user)
        {
            return directory?.FindUser(account, user)?.Arn(account) ?? $"arn:aws:iam::{account}:user{Path()}{user}";
        }

        return operation switch
        {
            "CreatePolicy" => $"arn:aws:iam::{account}:policy{Path()}{Text("PolicyName")}",
            "CreateOpenIDConnectProvider" => OidcProviders.Arn(account, OidcProviderDocument.IdOf(Text("Url") ?? "")),
            "CreateServiceLinkedRole" => $"arn:aws:iam::{account}:role/aws-service-role/{Text("AWSServiceName")}/*",
            "SimulatePrincipalPolicy" or "GetContextKeysForPrincipalPolicy" => Text("PolicySourceArn") ?? "*",

            // Without a name these speak of the caller.
            "GetUser" or "CreateAccessKey" or "ListAccessKeys" or "UpdateAccessKey" or "DeleteAccessKey" => question.Caller.Arn,
            _ => "*",
        };

        string? Text(string member) => input[member]?.ToString();

        string Path() => Text("Path") ?? "/";
    }
}
