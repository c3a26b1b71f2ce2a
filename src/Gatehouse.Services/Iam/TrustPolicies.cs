using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Principals;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Identities;

namespace Gatehouse.Services.Iam;

/// <summary>
/// Binds the principals of a trust policy to the very users and roles that bear the names now (security §2.4): each ARN
/// of an existing one is stored as its unique id. Shown again as the ARN while that one exists, as the bare id after.
/// </summary>
internal static class TrustPolicies
{
    /// <summary>The stored document and the ARN behind each id in it.</summary>
    public static (string Document, ImmutableSortedDictionary<string, string> Arns) Bind(
        string json, IdentityDirectory directory)
    {
        var arns = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var bound = Replace(json, arn =>
        {
            if (UniqueIdOf(arn, directory) is { } id)
            {
                arns[id] = arn;
                return id;
            }

            return arn;
        });

        // What names nobody here stays as it was written, to the last blank.
        return (arns.Count == 0 ? json : bound, arns.ToImmutable());
    }

    public static string Show(RoleDocument role, IdentityDirectory directory) => role.TrustedArns.IsEmpty
        ? role.TrustPolicy
        : Replace(role.TrustPolicy, id =>
            role.TrustedArns.GetValueOrDefault(id) is { } arn && UniqueIdOf(arn, directory) == id ? arn : id);

    private static string? UniqueIdOf(string text, IdentityDirectory directory)
    {
        if (!Arn.TryParse(text, out var arn) || arn.Service != "iam")
        {
            return null;
        }

        var name = arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..];
        PolicyHolder? found = arn.Resource.StartsWith("user/", StringComparison.Ordinal)
            ? directory.FindUser(arn.Account, name)
            : arn.Resource.StartsWith("role/", StringComparison.Ordinal) ? directory.FindRole(arn.Account, name) : null;
        return found?.Arn(arn.Account) == text ? found.UniqueId : null;
    }

    private static string Replace(string json, Func<string, string> replace)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        var statements = root["Statement"] is JsonArray list ? list.ToList() : [root["Statement"]];
        foreach (var statement in statements)
        {
            if (statement?["Principal"] is not JsonObject { } principal || principal["AWS"] is not { } names)
            {
                continue;
            }

            principal["AWS"] = names is JsonArray several
                ? new JsonArray([.. several.Select(name => (JsonNode)replace(name!.GetValue<string>()))])
                : replace(names.GetValue<string>());
        }

        return IamJsonText.Write(root);
    }
}
