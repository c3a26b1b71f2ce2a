using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Routes;

/// <summary>What a route of an HTTP API may be (http-api §3.3), checked after every create, update and import.</summary>
internal static class RouteRules
{
    private const int TargetLength = 128;

    private const int ScopeLength = 64;

    /// <summary>A new route as a caller's members make it, before its neighbours are looked at.</summary>
    public static RouteV2Document Create(OperationInput input, string id)
    {
        RefuseWebSocketMembers(input);
        return new RouteV2Document
        {
            RouteId = id,
            RouteKey = CheckKey(input.RequiredString("RouteKey")),
            ApiKeyRequired = false,
            AuthorizationType = input.FindString("AuthorizationType") ?? "NONE",
            AuthorizerId = input.Text("AuthorizerId", null),
            AuthorizationScopes = Scopes(input.Texts("AuthorizationScopes", null)),
            OperationName = input.Text("OperationName", null),
            Target = input.Text("Target", null),
        };
    }

    public static string CheckKey(string key) => HttpRouteKey.TryParse(key, out _)
        ? key
        : throw ApiGatewayV2Faults.BadRequest(
            "The provided route key is not formatted properly for HTTP protocol. Format should be "
            + "\"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"");

    /// <summary>The key is its route's alone, and names its variables as its neighbours do.</summary>
    public static void CheckUnique(RouteV2Document route, IEnumerable<RouteV2Document> all)
    {
        _ = HttpRouteKey.TryParse(route.RouteKey, out var key);
        var segments = key.Segments();
        foreach (var other in all)
        {
            if (other.RouteId == route.RouteId)
            {
                continue;
            }

            if (other.RouteKey == route.RouteKey)
            {
                throw ApiGatewayV2Faults.Conflict($"Route with key {route.RouteKey} already exists for this API");
            }

            if (HttpRouteKey.TryParse(other.RouteKey, out var neighbour)
                && Conflicts(segments, neighbour.Segments()))
            {
                throw ApiGatewayV2Faults.Conflict(
                    $"The provided route key \"{route.RouteKey}\" has a conflicting variable on the same hierarchical "
                    + $"level as \"{other.RouteKey}\"");
            }
        }
    }

    /// <summary>What no HTTP API has (http-api §2); explicit nothings pass, since tools send them.</summary>
    public static void RefuseWebSocketMembers(OperationInput input)
    {
        if (input.FindBoolean("ApiKeyRequired") == true)
        {
            throw ApiGatewayV2Faults.NotOnHttp("API keys are");
        }

        if (!string.IsNullOrEmpty(input.FindString("ModelSelectionExpression"))
            || input.Members["RequestModels"] is JsonObject { Count: > 0 })
        {
            throw ApiGatewayV2Faults.NotOnHttp("Models are");
        }

        if (input.Members["RequestParameters"] is JsonObject { Count: > 0 })
        {
            throw ApiGatewayV2Faults.NotOnHttp("Request parameters of routes are");
        }

        if (!string.IsNullOrEmpty(input.FindString("RouteResponseSelectionExpression")))
        {
            throw ApiGatewayV2Faults.NotOnHttp("Route responses are");
        }
    }

    public static void CheckTargetForm(string target)
    {
        if (!target.StartsWith(RouteV2Document.TargetPrefix, StringComparison.Ordinal)
            || target.Length == RouteV2Document.TargetPrefix.Length || target.Length > TargetLength
            || target.IndexOf('/', RouteV2Document.TargetPrefix.Length) >= 0)
        {
            throw ApiGatewayV2Faults.BadRequest(
                "Unexpected or malformed target in route. Correct format should be integrations/<integration_id>.");
        }
    }

    public static async ValueTask CheckTargetAsync(
        OpenedApiV2 api, RouteV2Document route, CancellationToken cancellationToken)
    {
        if (route.Target is not { } target)
        {
            return;
        }

        CheckTargetForm(target);
        if (await api.FindAsync<IntegrationV2Document>(route.IntegrationId()!, cancellationToken) is null)
        {
            // The text is unconfirmed.
            throw ApiGatewayV2Faults.BadRequest($"Invalid Integration identifier specified {route.IntegrationId()}");
        }
    }

    /// <summary>
    /// The route with an authorizer where its type wants one, which must be there and be of the right kind.
    /// </summary>
    public static async ValueTask<RouteV2Document> CheckAuthorizationAsync(
        OpenedApiV2 api, RouteV2Document route, CancellationToken cancellationToken)
    {
        CheckScopes(route);
        if (route.AuthorizationType is not ("CUSTOM" or "JWT"))
        {
            // An authorizer that decides nothing is not held: it could not be deleted for a reason nobody sees.
            return route with { AuthorizerId = null };
        }

        var authorizer = route.AuthorizerId is { } id
            ? await api.FindAsync<AuthorizerV2Document>(id, cancellationToken)
            : null;
        CheckKind(route.AuthorizationType, authorizer?.Value);
        return route;
    }

    public static void CheckKind(string authorizationType, AuthorizerV2Document? authorizer)
    {
        var wanted = authorizationType == "JWT" ? AuthorizerV2Document.Jwt : AuthorizerV2Document.Request;
        if (authorizer?.AuthorizerType != wanted)
        {
            throw ApiGatewayV2Faults.BadRequest(
                "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS "
                + "requires a valid authorizer.");
        }
    }

    public static void CheckScopes(RouteV2Document route)
    {
        if (route.AuthorizationScopes is not { IsEmpty: false } scopes)
        {
            return;
        }

        if (route.AuthorizationType != "JWT")
        {
            throw ApiGatewayV2Faults.BadRequest(
                "Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization type");
        }

        // The texts of both are ours.
        if (scopes.Length > ApiV2Limits.ScopesPerRoute)
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Invalid authorizationScopes specified: there may be at most {ApiV2Limits.ScopesPerRoute}");
        }

        if (scopes.Any(static scope => scope.Length is 0 or > ScopeLength))
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Invalid authorizationScopes specified: the length must be between 1 and {ScopeLength}");
        }
    }

    /// <summary>None of the scopes is no scopes.</summary>
    public static ImmutableArray<string>? Scopes(ImmutableArray<string>? scopes) =>
        scopes is { IsEmpty: false } ? scopes : null;

    /// <summary>Two variables of other names at one place below the same prefix.</summary>
    private static bool Conflicts(string[] one, string[] other)
    {
        for (var i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            if (one[i] == other[i])
            {
                continue;
            }

            // A greedy variable swallows the rest and stands beside a plain one: /{id} and /{proxy+} are told apart.
            return HttpRouteKey.IsVariable(one[i], out _, out var isGreedy)
                && HttpRouteKey.IsVariable(other[i], out _, out var isOtherGreedy)
                && isGreedy == isOtherGreedy;
        }

        return false;
    }
}
