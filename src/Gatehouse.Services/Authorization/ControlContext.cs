using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Authorization;

/// <summary>The circumstances of a management call, for conditions (security §2.6, §2.7).</summary>
internal static class ControlContext
{
    /// <summary>
    /// Members of the input and of patches whose new value a condition may test, by the key that it has then.
    /// </summary>
    private static readonly FrozenDictionary<string, string> RequestKeys = new Dictionary<string, string>
    {
        ["name"] = "ApiName",
        ["apiKeyRequired"] = "ApiKeyRequired",
        ["authorizationType"] = "RouteAuthorizationType",
        ["type"] = "AuthorizerType",
        ["authorizerType"] = "AuthorizerType",
        ["authorizerUri"] = "AuthorizerUri",
        ["disableExecuteApiEndpoint"] = "DisableExecuteApiEndpoint",
        ["endpointConfiguration/types"] = "EndpointType",
        ["mutualTlsAuthentication/truststoreUri"] = "MtlsTrustStoreUri",
        ["mutualTlsAuthentication/truststoreVersion"] = "MtlsTrustStoreVersion",
        ["securityPolicy"] = "SecurityPolicy",
        ["routingMode"] = "RoutingMode",
        ["stageName"] = "StageName",
        ["accessLogSettings/destinationArn"] = "AccessLoggingDestination",
        ["accessLogSettings/format"] = "AccessLoggingFormat",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static ContextValues Of(AuthorizationQuestion question, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var context = new ContextValues()
            .Set("aws:CurrentTime", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Set("aws:EpochTime", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .Set("aws:SecureTransport", question.IsSecure)
            .Set("aws:SourceIp", question.SourceAddress is { IsIPv4MappedToIPv6: true } mapped
                ? mapped.MapToIPv4().ToString()
                : question.SourceAddress?.ToString())
            .Set("aws:UserAgent", question.Request.FindHeader("User-Agent"))
            .Set("aws:Referer", question.Request.FindHeader("Referer"))
            .Set("aws:RequestedRegion", question.Caller.Scope.Region)
            .Set("aws:ResourceAccount", question.Caller.Scope.Account);
        AddTags(context, question.Input);
        if (question.Service.Id == "iam")
        {
            AddIdentityKeys(context, question);
        }

        if (question.Service.Id is "apigateway" or "apigatewayv2")
        {
            AddRequestKeys(context, question.Input, "");
            AddPatches(context, question.Input);
        }

        return context;
    }

    /// <summary>
    /// The policy that is attached, and the boundary that is set or that the user or role has: what delegated
    /// administration is fenced by.
    /// </summary>
    private static void AddIdentityKeys(ContextValues context, AuthorizationQuestion question)
    {
        var account = question.Caller.Scope.Account;
        var boundary = question.Input["PermissionsBoundary"]?.ToString();
        if (boundary is null && question.Input["UserName"]?.ToString() is { } user)
        {
            boundary = question.Directory?.FindUser(account, user)?.PermissionsBoundary;
        }
        else if (boundary is null && question.Input["RoleName"]?.ToString() is { } role)
        {
            boundary = question.Directory?.FindRole(account, role)?.PermissionsBoundary;
        }

        context.Set("iam:PermissionsBoundary", boundary).Set("iam:PolicyARN", question.Input["PolicyArn"]?.ToString());
    }

    private static void AddTags(ContextValues context, JsonObject input)
    {
        var tags = new List<string>();
        switch (input["tags"] ?? input["Tags"])
        {
            case JsonObject map:
                foreach (var (key, value) in map)
                {
                    Add(key, value?.ToString() ?? "");
                }

                break;
            case JsonArray list:
                foreach (var item in list.OfType<JsonObject>())
                {
                    Add(item["Key"]?.ToString() ?? "", item["Value"]?.ToString() ?? "");
                }

                break;
        }

        if ((input["tagKeys"] ?? input["TagKeys"]) is JsonArray keys)
        {
            tags.AddRange(keys.Select(static key => key?.ToString() ?? ""));
        }

        if (tags.Count > 0)
        {
            context.Set("aws:TagKeys", [.. tags]);
        }

        void Add(string key, string value)
        {
            tags.Add(key);
            context.Set($"aws:RequestTag/{key}", value);
        }
    }

    private static void AddRequestKeys(ContextValues context, JsonObject input, string prefix)
    {
        foreach (var (name, value) in input)
        {
            if (value is JsonObject nested && prefix.Length == 0)
            {
                AddRequestKeys(context, nested, name + "/");
            }
            else if (value is not null)
            {
                Set(context, prefix + name, value);
            }
        }
    }

    private static void AddPatches(ContextValues context, JsonObject input)
    {
        foreach (var patch in (input["patchOperations"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            if (patch["path"]?.ToString().TrimStart('/') is { } path && patch["value"] is { } value)
            {
                Set(context, path, value);
            }
        }
    }

    private static void Set(ContextValues context, string path, JsonNode value)
    {
        if (RequestKeys.TryGetValue(path, out var key))
        {
            _ = value is JsonArray list
                ? context.Set($"apigateway:Request/{key}", [.. list.Select(static item => item?.ToString() ?? "")])
                : context.Set($"apigateway:Request/{key}", value.ToString());
        }
    }
}
