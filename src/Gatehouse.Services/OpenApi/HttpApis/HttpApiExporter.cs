using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2.Apis;
using Gatehouse.Services.ApiGatewayV2.Integrations;

namespace Gatehouse.Services.OpenApi.HttpApis;

/// <summary>
/// An HTTP API as OpenAPI 3.0 in the order of AWS's exports (http-api §5): a pure function, which the importer undoes.
/// </summary>
internal static class HttpApiExporter
{
    private const string AnyMethod = "x-amazon-apigateway-any-method";

    /// <param name="definition">As it is, or as a deployment froze it.</param>
    /// <param name="stageName">The stage that is exported, for its address; absent without one.</param>
    /// <param name="scope">The API's account and region.</param>
    /// <param name="hasExtensions">With every <c>x-amazon-</c> member.</param>
    public static JsonObject Export(
        ApiV2Definition definition, string? stageName, DocumentScope scope, bool hasExtensions)
    {
        var api = definition.Api;
        var root = new JsonObject
        {
            ["openapi"] = "3.0.1",
            ["info"] = Head(api),
            ["servers"] = new JsonArray(Server(api, stageName, scope)),
        };
        if (api.Tags is { IsEmpty: false } tags)
        {
            root["tags"] = new JsonArray([.. tags.Select(static tag => (JsonNode)new JsonObject
            {
                ["name"] = tag.Key,
                ["x-amazon-apigateway-tag-value"] = tag.Value,
            })]);
        }

        root["paths"] = Paths(definition, scope);
        root["components"] = Components(definition, scope);
        if (api.CorsConfiguration is { } cors)
        {
            root["x-amazon-apigateway-cors"] = Cors(cors);
        }

        root["x-amazon-apigateway-importexport-version"] = "1.0";
        if (!hasExtensions)
        {
            RemoveExtensions(root);
        }

        return root;
    }

    /// <summary>An API without a version shows when it was made.</summary>
    private static JsonObject Head(ApiV2Document api)
    {
        var head = new JsonObject { ["title"] = api.Name };
        if (api.Description is not null)
        {
            head["description"] = api.Description;
        }

        head["version"] = api.Version ?? DateTimeOffset.FromUnixTimeSeconds(api.CreatedDate)
            .ToString("yyyy-MM-dd HH:mm:ss'UTC'", CultureInfo.InvariantCulture);
        return head;
    }

    private static JsonObject Server(ApiV2Document api, string? stageName, DocumentScope scope)
    {
        var server = new JsonObject
        {
            ["url"] = ApiShape.Endpoint(api.ApiId, scope) + "/{basePath}",
            ["variables"] = new JsonObject
            {
                ["basePath"] = new JsonObject
                {
                    ["default"] = stageName is null or StageV2Document.Default ? "" : stageName,
                },
            },
        };
        if (api.DisableExecuteApiEndpoint)
        {
            server["x-amazon-apigateway-endpoint-configuration"] =
                new JsonObject { ["disableExecuteApiEndpoint"] = true };
        }

        return server;
    }

    /// <summary>Sorted, so that two exports of one API are the same text (the order of AWS is unconfirmed).</summary>
    private static JsonObject Paths(ApiV2Definition definition, DocumentScope scope)
    {
        var items = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var route in definition.Routes.OrderBy(static route => route.RouteKey, StringComparer.Ordinal))
        {
            if (!HttpRouteKey.TryParse(route.RouteKey, out var key))
            {
                continue;
            }

            var path = key.IsDefault ? "/" + HttpRouteKey.Default : key.Path;
            var item = items.TryGetValue(path, out var known) ? known : items[path] = [];
            item[key.IsDefault || key.Method == HttpRouteKey.Any ? AnyMethod : key.Method.ToLowerInvariant()] =
                Operation(definition, route, key, scope);
        }

        var paths = new JsonObject();
        foreach (var (path, item) in items)
        {
            if (Parameters(path) is { Count: > 0 } parameters)
            {
                item["parameters"] = parameters;
            }

            paths[path] = item;
        }

        return paths;
    }

    private static JsonArray Parameters(string path)
    {
        var parameters = new JsonArray();
        foreach (var segment in path[1..].Split('/'))
        {
            if (HttpRouteKey.IsVariable(segment, out var name, out var isGreedy))
            {
                var shown = isGreedy ? name + "+" : name;
                parameters.Add((JsonNode)new JsonObject
                {
                    ["name"] = shown,
                    ["in"] = "path",
                    ["description"] = $"Generated path parameter for {shown}",
                    ["required"] = true,
                    ["schema"] = new JsonObject { ["type"] = "string" },
                });
            }
        }

        return parameters;
    }

    private static JsonObject Operation(
        ApiV2Definition definition, RouteV2Document route, HttpRouteKey key, DocumentScope scope)
    {
        var operation = new JsonObject();
        if (route.OperationName is not null)
        {
            operation["operationId"] = route.OperationName;
        }

        operation["responses"] = new JsonObject
        {
            ["default"] = new JsonObject
            {
                ["description"] = key.IsDefault
                    ? $"Default response for {HttpRouteKey.Default}"
                    : $"Default response for {route.RouteKey}",
            },
        };
        HttpSecurityExport.Add(operation, definition, route);
        if (key.IsDefault)
        {
            operation["isDefaultRoute"] = true;
        }

        if (route.IntegrationId() is { } id
            && definition.Integrations.FirstOrDefault(one => one.IntegrationId == id) is { } integration)
        {
            operation["x-amazon-apigateway-integration"] = Integration(integration, scope);
        }

        return operation;
    }

    private static JsonObject Components(ApiV2Definition definition, DocumentScope scope)
    {
        var components = new JsonObject();
        if (HttpSecurityExport.Schemes(definition) is { Count: > 0 } schemes)
        {
            components["securitySchemes"] = schemes;
        }

        var used = definition.Routes.Select(static route => route.IntegrationId()).ToHashSet(StringComparer.Ordinal);
        var unused = new JsonObject();
        foreach (var integration in definition.Integrations.Where(one => !used.Contains(one.IntegrationId)))
        {
            unused["unusedIntegration_" + integration.IntegrationId] = Integration(integration, scope);
        }

        if (unused.Count > 0)
        {
            components["x-amazon-apigateway-integrations"] = unused;
        }

        return components;
    }

    /// <summary>The places of the subtype and the credentials are unconfirmed; a timeout of 30 seconds is not shown.</summary>
    private static JsonObject Integration(IntegrationV2Document integration, DocumentScope scope)
    {
        var members = new JsonObject();
        if (integration.ResponseParameters is { } responses)
        {
            members["responseParameters"] = new JsonObject(responses.Select(
                static status => new KeyValuePair<string, JsonNode?>(status.Key, Map(status.Value))));
        }

        if (integration.RequestParameters is { } parameters)
        {
            members["requestParameters"] = Map(parameters);
        }

        Set(members, "integrationSubtype", integration.IntegrationSubtype);
        Set(members, "credentials", integration.CredentialsArn);
        members["payloadFormatVersion"] = integration.PayloadFormatVersion;
        Set(members, "connectionId", integration.ConnectionId);
        members["type"] = integration.IntegrationType.ToLowerInvariant();
        Set(members, "httpMethod", integration.IntegrationMethod);
        Set(members, "uri", integration.IntegrationType == IntegrationRules.AwsProxy && integration.IntegrationUri is { } uri
            ? FunctionUri.ToInvocation(uri, scope.Region)
            : integration.IntegrationUri);
        members["connectionType"] = integration.ConnectionType;
        if (integration.TlsConfig is { } tls)
        {
            var config = new JsonObject();
            Set(config, "serverNameToVerify", tls.ServerNameToVerify);
            members["tlsConfig"] = config;
        }

        if (integration.TimeoutInMillis != ApiV2Limits.MaxTimeoutInMillis)
        {
            members["timeoutInMillis"] = integration.TimeoutInMillis;
        }

        Set(members, "description", integration.Description);
        return members;
    }

    private static JsonObject Cors(CorsConfiguration cors)
    {
        var members = new JsonObject();
        SetList(members, "allowMethods", cors.AllowMethods);
        SetList(members, "allowHeaders", cors.AllowHeaders);
        SetList(members, "exposeHeaders", cors.ExposeHeaders);
        members["maxAge"] = cors.MaxAge ?? 0;
        members["allowCredentials"] = cors.AllowCredentials;
        SetList(members, "allowOrigins", cors.AllowOrigins);
        return members;
    }

    private static JsonObject Map(IReadOnlyDictionary<string, string> map) =>
        new(map.Select(static entry => new KeyValuePair<string, JsonNode?>(entry.Key, entry.Value)));

    private static void Set(JsonObject members, string name, string? value)
    {
        if (value is not null)
        {
            members[name] = value;
        }
    }

    private static void SetList(JsonObject members, string name, IReadOnlyList<string>? texts)
    {
        if (texts is { Count: > 0 })
        {
            members[name] = new JsonArray([.. texts.Select(static text => (JsonNode)JsonValue.Create(text))]);
        }
    }

    /// <summary>An operation that only an extension names goes with it, and so does the path that it leaves empty.</summary>
    private static void RemoveExtensions(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var name in members.Select(static member => member.Key).ToList())
            {
                if (name.StartsWith("x-amazon-", StringComparison.Ordinal) || name == "isDefaultRoute")
                {
                    members.Remove(name);
                }
                else
                {
                    RemoveExtensions(members[name]);
                }
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                RemoveExtensions(item);
            }
        }
    }
}
