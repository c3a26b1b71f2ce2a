using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>An API's resource policy on its way in and out (rest-control-plane §1.5).</summary>
internal static class ResourcePolicy
{
    private const string Shorthand = "execute-api:/";
    private const int MaxDepth = 32;

    /// <summary>
    /// Checks a policy, expands <c>execute-api:/...</c> to the API's ARN, and takes the white space out.
    /// </summary>
    public static string Normalize(string text, DocumentScope scope, string apiId)
    {
        if (text.Length > RestApiLimits.PolicyLength || Parse(text) is not { } policy)
        {
            throw Invalid();
        }

        var statements = policy["Statement"] switch
        {
            JsonArray { Count: > 0 } list => list.ToList(),
            JsonObject one => [one],
            _ => throw Invalid(),
        };
        var prefix = $"arn:aws:execute-api:{scope.Region}:{scope.Account}:{apiId}/";
        foreach (var statement in statements)
        {
            if (statement is not JsonObject members || !IsComplete(members))
            {
                throw Invalid();
            }

            Expand(members, "Resource", prefix);
            Expand(members, "NotResource", prefix);
        }

        var written = CompactJson.Write(policy);
        return PolicyPlan.TryCompile(written, PolicyKind.Resource, out _, out _) ? written : throw Invalid();
    }

    /// <summary>
    /// The text inside the JSON string that clients receive: escaped once more than JSON needs. Terraform unquotes it,
    /// so
    /// a clean document would break it.
    /// </summary>
    public static string Escape(string policy) => policy
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal);

    public static Exception Invalid() => ApiGatewayFaults.BadRequest(
        "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");

    private static JsonObject? Parse(string text)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            return JsonNode.Parse(text, null, options) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsComplete(JsonObject statement) =>
        statement["Effect"] is JsonValue effect && effect.GetValueKind() == JsonValueKind.String
        && effect.GetValue<string>() is "Allow" or "Deny"
        && (IsPrincipal(statement["Principal"]) || IsPrincipal(statement["NotPrincipal"]))
        && (IsTextOrList(statement["Action"]) || IsTextOrList(statement["NotAction"]))
        && (IsTextOrList(statement["Resource"]) || IsTextOrList(statement["NotResource"]));

    private static bool IsPrincipal(JsonNode? node) => node switch
    {
        JsonValue value => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == "*",
        JsonObject { Count: > 0 } kinds => kinds.All(kind => IsTextOrList(kind.Value)),
        _ => false,
    };

    private static bool IsTextOrList(JsonNode? node) => node switch
    {
        JsonValue value => value.GetValueKind() == JsonValueKind.String,
        JsonArray { Count: > 0 } list => list.All(
            element => element is JsonValue value && value.GetValueKind() == JsonValueKind.String),
        _ => false,
    };

    private static void Expand(JsonObject statement, string member, string prefix)
    {
        if (statement[member] is JsonArray list)
        {
            for (var index = 0; index < list.Count; index++)
            {
                list[index] = Expand(list[index]!.GetValue<string>(), prefix);
            }
        }
        else if (statement[member] is JsonValue value)
        {
            statement[member] = Expand(value.GetValue<string>(), prefix);
        }
    }

    private static string Expand(string resource, string prefix) =>
        resource.StartsWith(Shorthand, StringComparison.Ordinal) ? prefix + resource[Shorthand.Length..] : resource;
}
