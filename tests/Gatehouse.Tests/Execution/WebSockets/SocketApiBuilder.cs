using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>Builds the definition of a WebSocket API.</summary>
internal sealed class SocketApiBuilder
{
    public const string FunctionUri =
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:hello/invocations";

    private readonly List<RouteV2Document> _routes = [];
    private readonly List<IntegrationV2Document> _integrations = [];
    private readonly List<RouteResponseV2Document> _routeResponses = [];
    private readonly List<IntegrationResponseV2Document> _responses = [];

    public List<AuthorizerV2Document> Authorizers { get; } = [];

    public List<ModelV2Document> Models { get; } = [];

    public ApiV2Document Api { get; set; } = new()
    {
        ApiId = ApiBuilder.ApiId,
        Name = "test",
        ProtocolType = ApiV2Document.WebSocket,
        RouteSelectionExpression = "$request.body.action",
        ApiKeySelectionExpression = "$request.header.x-api-key",
        DisableExecuteApiEndpoint = false,
        IpAddressType = "ipv4",
        CreatedDate = 1,
    };

    public static IntegrationV2Document FunctionProxy { get; } = new()
    {
        IntegrationId = "",
        IntegrationType = "AWS_PROXY",
        IntegrationUri = FunctionUri,
        IntegrationMethod = "POST",
        PayloadFormatVersion = "1.0",
        ConnectionType = IntegrationV2Document.Internet,
        TimeoutInMillis = 29_000,
        PassthroughBehavior = "WHEN_NO_MATCH",
        RequestTemplates = ImmutableSortedDictionary<string, string>.Empty,
    };

    /// <summary>A mock whose request template is this, and whose default response template is that.</summary>
    public SocketApiBuilder Mock(string key, string request = """{"statusCode":200}""", string? response = null) => Route(
        key, FunctionProxy with
        {
            IntegrationType = "MOCK", IntegrationUri = null, IntegrationMethod = null,
            RequestTemplates = Map(("application/json", request)),
        },
        isTwoWay: response is not null,
        responses: [("$default", response is null ? Map() : Map(("$default", response)))]);

    /// <summary>Sends back what it gets.</summary>
    public SocketApiBuilder Echo(string key = "$default") => Mock(
        key, "#set($context.requestOverride.path.m = $input.body){\"statusCode\":200}", "$context.requestOverride.path.m");

    public SocketApiBuilder Function(string key, bool isTwoWay = false, Func<RouteV2Document, RouteV2Document>? configure = null) =>
        Route(key, FunctionProxy, isTwoWay, configure: configure);

    public SocketApiBuilder Route(
        string key, IntegrationV2Document? integration, bool isTwoWay = false,
        (string Key, ImmutableSortedDictionary<string, string> Templates)[]? responses = null,
        Func<RouteV2Document, RouteV2Document>? configure = null,
        Func<IntegrationResponseV2Document, IntegrationResponseV2Document>? response = null)
    {
        var id = $"i{_integrations.Count:000000}";
        if (integration is not null)
        {
            _integrations.Add(integration with { IntegrationId = id });
        }

        var route = new RouteV2Document
        {
            RouteId = $"r{_routes.Count:000000}",
            RouteKey = key,
            ApiKeyRequired = false,
            AuthorizationType = "NONE",
            Target = integration is null ? null : RouteV2Document.TargetPrefix + id,
            RouteResponseSelectionExpression = isTwoWay ? "$default" : null,
        };
        _routes.Add(configure?.Invoke(route) ?? route);
        if (isTwoWay)
        {
            _routeResponses.Add(new RouteResponseV2Document
            {
                RouteId = route.RouteId, RouteResponseId = "rr0001", RouteResponseKey = "$default",
            });
        }

        foreach (var (pattern, templates) in responses ?? [])
        {
            var made = new IntegrationResponseV2Document
            {
                IntegrationId = id,
                IntegrationResponseId = $"x{_responses.Count:00000}",
                IntegrationResponseKey = pattern,
                ResponseTemplates = templates,
            };
            _responses.Add(response?.Invoke(made) ?? made);
        }

        return this;
    }

    public static ImmutableSortedDictionary<string, string> Map(params (string Key, string Value)[] entries) =>
        entries.ToImmutableSortedDictionary(static e => e.Key, static e => e.Value, StringComparer.Ordinal);

    public ApiV2Definition Build() => new()
    {
        Api = Api,
        Routes = [.. _routes],
        Integrations = [.. _integrations],
        Authorizers = [.. Authorizers],
        Models = [.. Models],
        RouteResponses = [.. _routeResponses],
        IntegrationResponses = [.. _responses],
    };
}
