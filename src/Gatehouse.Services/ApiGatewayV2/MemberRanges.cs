using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2;

/// <summary>
/// The lengths that the shapes' names promise and the published contract does not carry (http-api §1), checked in one
/// place before any operation.
/// </summary>
internal static class MemberRanges
{
    private static readonly Dictionary<string, (int Min, int Max)> Texts = new(StringComparer.Ordinal)
    {
        ["Name"] = (1, 128),
        ["Description"] = (0, 1_024),
        ["Version"] = (1, 64),
        ["RouteSelectionExpression"] = (1, 128),
        ["ApiKeySelectionExpression"] = (1, 128),
        ["RouteKey"] = (1, 4_096),
        ["Target"] = (1, 2_048),
        ["OperationName"] = (1, 64),
        ["IntegrationMethod"] = (1, 64),
        ["IntegrationSubtype"] = (1, 128),
        ["IntegrationUri"] = (1, 2_048),
        ["ConnectionId"] = (1, 1_024),
        ["CredentialsArn"] = (1, 2_048),
        ["PayloadFormatVersion"] = (1, 64),
        ["RouteResponseKey"] = (1, 128),
        ["IntegrationResponseKey"] = (1, 1_024),
        ["ModelSelectionExpression"] = (1, 1_024),
        ["TemplateSelectionExpression"] = (1, 1_024),
        ["RouteResponseSelectionExpression"] = (1, 128),
        ["ContentType"] = (1, 256),
        ["Schema"] = (0, 32_768),
        ["AuthorizerId"] = (1, 128),
        ["AuthorizerUri"] = (1, 2_048),
        ["AuthorizerCredentialsArn"] = (1, 2_048),
        ["IdentityValidationExpression"] = (0, 1_024),
        ["DeploymentId"] = (1, 128),
        ["StageName"] = (1, 128),
        ["Stage"] = (1, 128),
        ["DomainName"] = (1, 512),
        ["ApiMappingKey"] = (0, 300),
    };

    /// <summary>Lists and maps of texts: the length of each element, and how many there may be.</summary>
    private static readonly Dictionary<string, (int Min, int Max, int Count)> Lists = new(StringComparer.Ordinal)
    {
        ["AuthorizationScopes"] = (1, 64, 10),
        ["IdentitySource"] = (1, 1_024, 64),
        ["RequestParameters"] = (0, 512, 512),
        ["SubnetIds"] = (1, 128, 10),
        ["SecurityGroupIds"] = (1, 128, 16),
    };

    /// <summary>
    /// Texts that PATCH clears by sending them empty (§1.5); creating with them is as good as leaving them out.
    /// </summary>
    private static readonly HashSet<string> Clearable = new(StringComparer.Ordinal)
    {
        "Version", "Target", "OperationName", "AuthorizerId", "CredentialsArn", "ConnectionId", "IntegrationUri",
        "IntegrationMethod", "IntegrationSubtype", "AuthorizerCredentialsArn", "DeploymentId", "AuthorizerUri",
        "ModelSelectionExpression", "TemplateSelectionExpression", "RouteResponseSelectionExpression",
    };

    /// <summary>The operation, behind the check.</summary>
    public static IOperation Guard(IOperation operation) => new GuardedOperation(operation);

    public static void Check(JsonObject members)
    {
        foreach (var (name, value) in members)
        {
            if (value is JsonValue text && Texts.TryGetValue(name, out var range)
                && text.TryGetValue<string>(out var content)
                && !(content.Length == 0 && Clearable.Contains(name)))
            {
                CheckLength(name, content, range.Min, range.Max);
            }
            else if (value is JsonArray or JsonObject && Lists.TryGetValue(name, out var list))
            {
                CheckList(name, value, list);
            }
        }
    }

    private static void CheckList(string name, JsonNode value, (int Min, int Max, int Count) range)
    {
        var elements = value is JsonArray array
            ? array.ToList()
            : value.AsObject().Select(static entry => entry.Value).ToList();
        if (elements.Count > range.Count)
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Invalid {Words(name)} specified: there may be at most {range.Count}");
        }

        foreach (var element in elements.OfType<JsonValue>())
        {
            CheckLength(name, element.ToString(), range.Min, range.Max);
        }
    }

    /// <summary>The text is ours: the sheet names the rule, not the words.</summary>
    private static void CheckLength(string name, string content, int min, int max)
    {
        if (content.Length < min || content.Length > max)
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Invalid {Words(name)} specified: the length must be between {min} and {max}");
        }
    }

    private static string Words(string member) => string.Create(member.Length, member, static (target, source) =>
    {
        source.AsSpan().CopyTo(target);
        target[0] = char.ToLowerInvariant(target[0]);
    });

    private sealed class GuardedOperation(IOperation operation) : IOperation
    {
        public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
        {
            Check(call.Input.Members);
            return operation.ExecuteAsync(call, cancellationToken);
        }
    }
}
