using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Services.OpenApi.HttpApis;

/// <summary>Authorizers as security schemes, and what routes ask of them (http-api §5).</summary>
internal static class HttpSecurityExport
{
    private const string HeaderSource = "$request.header.";

    private const string QuerySource = "$request.querystring.";

    public static void Add(JsonObject operation, ApiV2Definition definition, RouteV2Document route)
    {
        if (route.AuthorizationType == "AWS_IAM")
        {
            operation["x-amazon-apigateway-auth"] = new JsonObject { ["type"] = "AWS_IAM" };
            return;
        }

        if (route.AuthorizerId is { } id
            && definition.Authorizers.FirstOrDefault(one => one.AuthorizerId == id) is { } authorizer)
        {
            var scopes = (route.AuthorizationScopes ?? []).Select(static scope => (JsonNode)JsonValue.Create(scope));
            operation["security"] = new JsonArray(new JsonObject { [authorizer.Name] = new JsonArray([.. scopes]) });
        }
    }

    public static JsonObject Schemes(ApiV2Definition definition)
    {
        var schemes = new JsonObject();
        foreach (var authorizer in definition.Authorizers.OrderBy(static one => one.Name, StringComparer.Ordinal))
        {
            schemes[authorizer.Name] =
                authorizer.AuthorizerType == AuthorizerV2Document.Jwt ? Jwt(authorizer) : Request(authorizer);
        }

        return schemes;
    }

    private static JsonObject Jwt(AuthorizerV2Document authorizer)
    {
        var configuration = new JsonObject();
        if (authorizer.JwtConfiguration?.Audience is { } audience)
        {
            configuration["audience"] =
                new JsonArray([.. audience.Select(static text => (JsonNode)JsonValue.Create(text))]);
        }

        configuration["issuer"] = authorizer.JwtConfiguration?.Issuer;
        return new JsonObject
        {
            ["type"] = "oauth2",
            ["flows"] = new JsonObject(),
            ["x-amazon-apigateway-authorizer"] = new JsonObject
            {
                ["identitySource"] = string.Join(',', authorizer.IdentitySource),
                ["jwtConfiguration"] = configuration,
                ["type"] = "jwt",
            },
        };
    }

    /// <summary>The order of the extension's members is partly unconfirmed.</summary>
    private static JsonObject Request(AuthorizerV2Document authorizer)
    {
        var (name, place) = KeyOf(authorizer);
        var extension = new JsonObject();
        if (!authorizer.IdentitySource.IsEmpty)
        {
            extension["identitySource"] = string.Join(',', authorizer.IdentitySource);
        }

        extension["authorizerUri"] = authorizer.AuthorizerUri;
        extension["authorizerPayloadFormatVersion"] = authorizer.AuthorizerPayloadFormatVersion;
        extension["authorizerResultTtlInSeconds"] = authorizer.AuthorizerResultTtlInSeconds;
        if (authorizer.AuthorizerCredentialsArn is { } role)
        {
            extension["authorizerCredentials"] = role;
        }

        extension["type"] = "request";
        if (authorizer.EnableSimpleResponses is { } isSimple)
        {
            extension["enableSimpleResponses"] = isSimple;
        }

        return new JsonObject
        {
            ["type"] = "apiKey",
            ["name"] = name,
            ["in"] = place,
            ["x-amazon-apigateway-authorizer"] = extension,
        };
    }

    /// <summary>OpenAPI asks for a place; without a header or a query parameter there is none to name.</summary>
    private static (string Name, string Place) KeyOf(AuthorizerV2Document authorizer)
    {
        foreach (var source in authorizer.IdentitySource)
        {
            if (source.StartsWith(HeaderSource, StringComparison.Ordinal))
            {
                return (source[HeaderSource.Length..], "header");
            }

            if (source.StartsWith(QuerySource, StringComparison.Ordinal))
            {
                return (source[QuerySource.Length..], "query");
            }
        }

        return ("Unused", "header");
    }
}
