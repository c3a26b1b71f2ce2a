using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Integrations;

namespace Gatehouse.Services.OpenApi.Export;

/// <summary>
/// <c>x-amazon-apigateway-integration</c> (rest-control-plane §4.5, §4.9), with its members in the order of AWS's newer
/// exports. What is as it would be without the member is left out.
/// </summary>
internal static class IntegrationExport
{
    public static JsonObject Write(IntegrationDocument integration, string resourceId)
    {
        var members = new JsonObject();
        Add(members, "connectionId", integration.ConnectionId);
        Add(members, "credentials", integration.Credentials);
        Add(members, "httpMethod", integration.HttpMethod);
        Add(members, "uri", integration.Uri);
        Add(members, "integrationTarget", integration.IntegrationTarget);
        Add(members, "responses", Responses(integration));
        Add(members, "requestParameters", Map(integration.RequestParameters));
        Add(members, "requestTemplates", Templates(integration.RequestTemplates));
        Add(members, "passthroughBehavior", integration.PassthroughBehavior.ToLowerInvariant());
        Add(members, "connectionType", integration.ConnectionType == "VPC_LINK" ? integration.ConnectionType : null);
        Add(members, "cacheNamespace",
            integration.CacheNamespace == resourceId ? null : integration.CacheNamespace);
        Add(members, "timeoutInMillis", Timeout(integration));
        Add(members, "responseTransferMode", integration.ResponseTransferMode);
        Add(members, "cacheKeyParameters", List(integration.CacheKeyParameters));
        Add(members, "contentHandling", integration.ContentHandling);
        Add(members, "tlsConfig", integration.TlsConfig is { } tls
            ? new JsonObject { ["insecureSkipVerification"] = tls.InsecureSkipVerification }
            : null);
        Add(members, "type", integration.Type.ToLowerInvariant());
        return members;
    }

    private static int? Timeout(IntegrationDocument integration) =>
        integration.TimeoutInMillis == IntegrationRules.DefaultTimeout(integration.ResponseTransferMode)
            ? null
            : integration.TimeoutInMillis;

    private static JsonArray? List(ImmutableArray<string> texts) =>
        texts.IsDefaultOrEmpty ? null : new JsonArray([.. texts.Select(static text => (JsonNode?)text)]);

    /// <summary>
    /// By their patterns, as an import reads them. Of several with one pattern only the first can ever be chosen
    /// (rest-execution §5.7), so the file holds that one.
    /// </summary>
    private static JsonObject? Responses(IntegrationDocument integration)
    {
        var all = new JsonObject();
        foreach (var (_, response) in
            integration.IntegrationResponses ?? ImmutableSortedDictionary<string, IntegrationResponseDocument>.Empty)
        {
            var pattern = response.SelectionPattern is { Length: > 0 } text ? text : "default";
            if (!all.ContainsKey(pattern))
            {
                all[pattern] = Response(response);
            }
        }

        return all.Count > 0 ? all : null;
    }

    private static JsonObject Response(IntegrationResponseDocument response)
    {
        var members = new JsonObject { ["statusCode"] = response.StatusCode };
        Add(members, "responseParameters", Map(response.ResponseParameters));
        Add(members, "responseTemplates", Templates(response.ResponseTemplates));
        Add(members, "contentHandling", response.ContentHandling);
        return members;
    }

    private static JsonObject? Map(ImmutableSortedDictionary<string, string>? map) =>
        map is null ? null : new JsonObject(
            map.Select(static pair => new KeyValuePair<string, JsonNode?>(pair.Key, pair.Value)));

    /// <summary>A template of null passes the body through; it stays null.</summary>
    private static JsonObject? Templates(ImmutableSortedDictionary<string, string?>? map) =>
        map is null ? null : new JsonObject(
            map.Select(static pair => new KeyValuePair<string, JsonNode?>(pair.Key, pair.Value)));

    private static void Add(JsonObject to, string name, JsonNode? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }
}
