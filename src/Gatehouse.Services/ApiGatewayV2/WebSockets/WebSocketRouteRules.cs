using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.Routes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.WebSockets;

/// <summary>
/// A route of a WebSocket API as a caller's members leave it, checked (websocket-api §1.4). Texts without a source there
/// are ours.
/// </summary>
internal static class WebSocketRouteRules
{
    public const string Connect = "$connect";

    private const int ModelNameLength = 128;

    private static readonly string[] Reserved = [Connect, "$disconnect", SelectionExpressions.Default];

    private static readonly string[] ParameterPrefixes =
    [
        "route.request.querystring.", "route.request.header.", "route.request.multivaluequerystring.",
        "route.request.multivalueheader.",
    ];

    public static RouteV2Document Create(OperationInput input, string id) => Apply(input, new RouteV2Document
    {
        RouteId = id,
        RouteKey = input.RequiredString("RouteKey"),
        ApiKeyRequired = false,
        AuthorizationType = "NONE",
    });

    public static RouteV2Document Apply(OperationInput input, RouteV2Document before) => Check(before with
    {
        RouteKey = CheckKey(input.FindString("RouteKey") ?? before.RouteKey),
        ApiKeyRequired = input.FindBoolean("ApiKeyRequired") ?? before.ApiKeyRequired,
        AuthorizationType = input.FindString("AuthorizationType") ?? before.AuthorizationType,
        AuthorizerId = input.Text("AuthorizerId", before.AuthorizerId),
        AuthorizationScopes = RouteRules.Scopes(input.Texts("AuthorizationScopes", before.AuthorizationScopes)),
        OperationName = input.Text("OperationName", before.OperationName),
        Target = input.Text("Target", before.Target),
        ModelSelectionExpression = input.Text("ModelSelectionExpression", before.ModelSelectionExpression),
        RequestModels = input.Merge("RequestModels", before.RequestModels).OrNull(),
        RequestParameters = Constraints(input, "RequestParameters", before.RequestParameters),
        RouteResponseSelectionExpression =
            input.Text("RouteResponseSelectionExpression", before.RouteResponseSelectionExpression),
    });

    /// <summary>A key is its route's alone, by exact comparison.</summary>
    public static void CheckUnique(RouteV2Document route, IEnumerable<RouteV2Document> all)
    {
        if (all.Any(other => other.RouteId != route.RouteId && other.RouteKey == route.RouteKey))
        {
            throw ApiGatewayV2Faults.Conflict($"Route with key {route.RouteKey} already exists for this API");
        }
    }

    /// <summary>
    /// A CUSTOM route needs an authorizer that is there. One that is named without CUSTOM decides nothing and is kept as
    /// it was sent, whatever it names (§1.4).
    /// </summary>
    public static async ValueTask CheckAuthorizerAsync(
        OpenedApiV2 api, RouteV2Document route, CancellationToken cancellationToken)
    {
        if (route.AuthorizationType == "CUSTOM")
        {
            var authorizer = route.AuthorizerId is { } id
                ? await api.FindAsync<AuthorizerV2Document>(id, cancellationToken)
                : null;
            RouteRules.CheckKind(route.AuthorizationType, authorizer?.Value);
        }
    }

    /// <summary>Maps of constraints merge by key like maps of texts; nothing empty takes a key out (§1.2).</summary>
    public static ImmutableSortedDictionary<string, ParameterConstraints>? Constraints(
        OperationInput input, string member, ImmutableSortedDictionary<string, ParameterConstraints>? before)
    {
        var result = before ?? ImmutableSortedDictionary.Create<string, ParameterConstraints>(StringComparer.Ordinal);
        foreach (var (key, value) in input.Members[member] as JsonObject ?? [])
        {
            var sent = (value as JsonObject)?["Required"]?.GetValue<bool>();
            result = result.SetItem(
                key, new ParameterConstraints { Required = sent ?? result.GetValueOrDefault(key)?.Required });
        }

        return result.IsEmpty ? null : result;
    }

    private static string CheckKey(string key) =>
        key.Length > 0 && (key[0] != '$' || Reserved.Contains(key, StringComparer.Ordinal))
            ? key
            : throw ApiGatewayV2Faults.BadRequest(
                $"Invalid route key specified: {key}. Keys that begin with $ must be one of "
                + $"[{string.Join(", ", Reserved)}]");

    private static RouteV2Document Check(RouteV2Document route)
    {
        CheckAuthorization(route);
        if (route.ModelSelectionExpression is { } selection && !SelectionExpressions.IsOfMessage(selection))
        {
            throw ApiGatewayV2Faults.BadRequest("Invalid modelSelectionExpression");
        }

        if (route.RouteResponseSelectionExpression is not (null or SelectionExpressions.Default))
        {
            throw ApiGatewayV2Faults.BadRequest("Invalid routeResponseSelectionExpression. Must be $default");
        }

        if (route.RequestModels?.Values.FirstOrDefault(static name => name.Length > ModelNameLength) is not null)
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Invalid requestModels specified: the length must be between 1 and {ModelNameLength}");
        }

        foreach (var name in route.RequestParameters?.Keys ?? [])
        {
            if (!ParameterPrefixes.Any(prefix => IsBelow(name, prefix)))
            {
                throw ApiGatewayV2Faults.BadRequest($"Invalid mapping expression parameter specified: {name}");
            }
        }

        return route;
    }

    private static void CheckAuthorization(RouteV2Document route)
    {
        if (route.AuthorizationType == "JWT")
        {
            throw ApiGatewayV2Faults.BadRequest("Setting the authorization type to JWT requires a valid JWT authorizer.");
        }

        if (route.AuthorizationType != "NONE" && route.RouteKey != Connect)
        {
            throw ApiGatewayV2Faults.BadRequest("Currently, authorization is restricted to the $connect route only");
        }

        RouteRules.CheckScopes(route);
    }

    private static bool IsBelow(string name, string prefix) =>
        name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal);
}
