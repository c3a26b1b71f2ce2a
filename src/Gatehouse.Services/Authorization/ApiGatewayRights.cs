using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Authorization;

/// <summary>
/// The verb is the action and the path is the resource, in one namespace for both versions and with an empty account
/// (security §2.7).
/// </summary>
internal static class ApiGatewayRights
{
    private const string V2 = "/v2";
    private const string Service = "apigateway.amazonaws.com";

    /// <summary>The right to use the caller's own credentials is no role that is passed.</summary>
    private const string CallersOwn = "arn:aws:iam::*:user/*";

    private static readonly string[] RoleMembers =
        ["credentials", "authorizerCredentials", "credentialsArn", "authorizerCredentialsArn", "cloudwatchRoleArn"];

    public static IEnumerable<RequiredRight> Of(AuthorizationQuestion question)
    {
        var resource = $"arn:aws:apigateway:{question.Caller.Scope.Region}::{PathOf(question)}";
        yield return new RequiredRight($"apigateway:{question.Request.Method}", resource);
        foreach (var extra in Extras(question).Distinct())
        {
            yield return new RequiredRight($"apigateway:{extra}", resource);
        }

        foreach (var role in RolesOf(question).Distinct())
        {
            yield return new RequiredRight("iam:PassRole", role) { PassedTo = Service };
        }
    }

    /// <summary>
    /// From the operation's template and what its labels mean, not from the raw path: an escape that stands for the
    /// same letter must not lead around a policy.
    /// </summary>
    public static string PathOf(AuthorizationQuestion question)
    {
        var template = question.Operation.Operation.UriTemplate.Split('?')[0];
        template = template.StartsWith(V2 + "/", StringComparison.Ordinal) ? template[V2.Length..] : template;
        var segments = template.TrimEnd('/').Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].StartsWith('{'))
            {
                var value = question.Operation.Labels.GetValueOrDefault(segments[i].Trim('{', '}', '+')) ?? "";
                segments[i] = i > 0 && segments[i - 1] == "tags"
                    ? Uri.EscapeDataString(value)
                    : value.Replace("/", "%2F", StringComparison.Ordinal);
            }
        }

        return string.Join('/', segments);
    }

    /// <summary>Permissions that no operation bears the name of (security §2.7).</summary>
    private static IEnumerable<string> Extras(AuthorizationQuestion question)
    {
        var input = question.Input;
        switch (question.Operation.Operation.Name)
        {
            case "CreateRestApi" when input["policy"] is not null:
            case "ImportRestApi" or "PutRestApi" when HoldsText(question, "x-amazon-apigateway-policy"):
            case "UpdateRestApi" when Patches(input, "/policy"):
                yield return "UpdateRestApiPolicy";
                break;
            case "UpdateStage" when Patches(input, "/webAclArn"):
                yield return "SetWebACL";
                break;
            case "CreateDomainName" when (input["mutualTlsAuthentication"] ?? input["MutualTlsAuthentication"]) is not null:
                yield return "AddCertificateToDomain";
                break;
            case "UpdateDomainName" when Patches(input, "/mutualTlsAuthentication") || input["MutualTlsAuthentication"] is not null:
                yield return "AddCertificateToDomain";
                yield return "RemoveCertificateFromDomain";
                break;
            case "CreateDomainName" when input["policy"] is not null:
            case "UpdateDomainName" when Patches(input, "/policy"):
                yield return "UpdateDomainNamePolicy";
                break;
            case "UpdateDomainName" when Patches(input, "/managementPolicy"):
                yield return "UpdateDomainNameManagementPolicy";
                break;
            default:
                break;
        }
    }

    private static bool HoldsText(AuthorizationQuestion question, string text) =>
        Encoding.UTF8.GetString(question.Request.Body.Span).Contains(text, StringComparison.Ordinal);

    private static bool Patches(JsonObject input, string path) => PatchOperations(input).Any(
        patch => patch["path"] is JsonValue value && value.ToString().StartsWith(path, StringComparison.Ordinal));

    private static IEnumerable<JsonObject> PatchOperations(JsonObject input) =>
        (input["patchOperations"] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static IEnumerable<string> RolesOf(AuthorizationQuestion question)
    {
        foreach (var member in question.Input)
        {
            var isRole = RoleMembers.Contains(member.Key, StringComparer.OrdinalIgnoreCase);
            if (isRole && member.Value is JsonValue value && IsRole(value.ToString()))
            {
                yield return value.ToString();
            }
        }

        foreach (var patch in PatchOperations(question.Input))
        {
            var name = patch["path"]?.ToString().TrimStart('/') ?? "";
            if (RoleMembers.Contains(name, StringComparer.OrdinalIgnoreCase) && patch["value"]?.ToString() is { } role && IsRole(role))
            {
                yield return role;
            }
        }

        if (question.Operation.Operation.Name is "ImportRestApi" or "PutRestApi" or "ImportApi" or "ReimportApi")
        {
            foreach (var role in ImportedRoles.Find(question.Request.Body))
            {
                yield return role;
            }
        }
    }

    private static bool IsRole(string text) => text.Length > 0 && text != CallersOwn;
}
