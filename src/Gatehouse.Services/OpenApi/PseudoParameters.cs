using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;

namespace Gatehouse.Services.OpenApi;

/// <summary>
/// <c>${AWS::AccountId}</c>, <c>${AWS::Partition}</c> and <c>${AWS::Region}</c> in any string (rest-control-plane
/// §4.1).
/// </summary>
internal static class PseudoParameters
{
    public static JsonObject Substitute(JsonObject root, DocumentScope scope)
    {
        Walk(root, scope);
        return root;
    }

    private static void Walk(JsonNode? node, DocumentScope scope)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var name in members.Select(static member => member.Key).ToList())
                {
                    if (Replaced(members[name], scope) is { } text)
                    {
                        members[name] = text;
                    }
                    else
                    {
                        Walk(members[name], scope);
                    }
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (Replaced(items[i], scope) is { } text)
                    {
                        items[i] = text;
                    }
                    else
                    {
                        Walk(items[i], scope);
                    }
                }

                break;
            default:
                break;
        }
    }

    private static string? Replaced(JsonNode? node, DocumentScope scope)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
        {
            return null;
        }

        var text = value.GetValue<string>();
        return text.Contains("${AWS::", StringComparison.Ordinal)
            ? text.Replace("${AWS::AccountId}", scope.Account, StringComparison.Ordinal)
                .Replace("${AWS::Partition}", "aws", StringComparison.Ordinal)
                .Replace("${AWS::Region}", scope.Region, StringComparison.Ordinal)
            : null;
    }
}
