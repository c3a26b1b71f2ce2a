using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Tests.Execution.Http;

/// <summary>Builds the definition of an HTTP API: routes with their integrations.</summary>
internal sealed class HttpApiBuilder
{
    public const string FunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:hello";

    private readonly List<RouteV2Document> _routes = [];
    private readonly List<IntegrationV2Document> _integrations = [];

    public List<AuthorizerV2Document> Authorizers { get; } = [];

    public ApiV2Document Api { get; set; } = new()
    {
        ApiId = ApiBuilder.ApiId,
        Name = "test",
        ProtocolType = ApiV2Document.Http,
        RouteSelectionExpression = "$request.method $request.path",
        ApiKeySelectionExpression = "$request.header.x-api-key",
        DisableExecuteApiEndpoint = false,
        IpAddressType = "ipv4",
        CreatedDate = 1,
    };

    public HttpApiBuilder Route(
        string key, IntegrationV2Document? integration, Func<RouteV2Document, RouteV2Document>? configure = null)
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
        };
        _routes.Add(configure?.Invoke(route) ?? route);
        return this;
    }

    public HttpApiBuilder Function(
        string key, string format = "2.0", Func<IntegrationV2Document, IntegrationV2Document>? configure = null)
    {
        var integration = FunctionOf(format);
        return Route(key, configure?.Invoke(integration) ?? integration);
    }

    public HttpApiBuilder Proxy(
        string key, string uri, Func<IntegrationV2Document, IntegrationV2Document>? configure = null)
    {
        var integration = ProxyOf(uri);
        return Route(key, configure?.Invoke(integration) ?? integration);
    }

    public HttpApiBuilder Cors(CorsConfiguration cors)
    {
        Api = Api with { CorsConfiguration = cors };
        return this;
    }

    public static IntegrationV2Document FunctionOf(string format) => new()
    {
        IntegrationId = "",
        IntegrationType = "AWS_PROXY",
        IntegrationUri = FunctionArn,
        IntegrationMethod = "POST",
        PayloadFormatVersion = format,
        ConnectionType = IntegrationV2Document.Internet,
        TimeoutInMillis = 30_000,
    };

    public static IntegrationV2Document ProxyOf(string uri) => new()
    {
        IntegrationId = "",
        IntegrationType = "HTTP_PROXY",
        IntegrationUri = uri,
        IntegrationMethod = "ANY",
        PayloadFormatVersion = "1.0",
        ConnectionType = IntegrationV2Document.Internet,
        TimeoutInMillis = 30_000,
    };

    public static ImmutableSortedDictionary<string, string> Map(params (string Key, string Value)[] entries) =>
        entries.ToImmutableSortedDictionary(static e => e.Key, static e => e.Value, StringComparer.Ordinal);

    public ApiV2Definition Build() => new()
    {
        Api = Api,
        Routes = [.. _routes],
        Integrations = [.. _integrations],
        Authorizers = [.. Authorizers],
        Models = [],
        RouteResponses = [],
        IntegrationResponses = [],
    };
}
