using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Services.Lambda.Policies;

/// <summary>A function's resource policy as text (deployment-and-tools §6.5).</summary>
internal static class PolicyText
{
    /// <value>Characters (20 KB). Source: the Lambda developer guide, "Lambda quotas".</value>
    public const int MaxLength = 20_480;

    public static string Of(ImmutableArray<FunctionPolicyStatement> statements) => CompactJson.Write(new JsonObject
    {
        ["Version"] = "2012-10-17",
        ["Id"] = "default",
        ["Statement"] = new JsonArray([.. statements.Select(static statement => JsonNode.Parse(statement.Json))]),
    });

    /// <summary>Where the policy of a function, or of its version or alias, is stored.</summary>
    public static string IdOf(FunctionName name) =>
        name.Qualifier is null or "$LATEST" ? name.Name : $"{name.Name}/{name.Qualifier}";
}
