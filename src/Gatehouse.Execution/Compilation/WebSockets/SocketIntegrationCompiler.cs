using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Execution.Integrations.Http;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Execution.WebSockets.Integrations;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.Functions;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation.WebSockets;

/// <summary>Makes the integration of a route (websocket-api §5.7). What cannot work refuses every event, and says why.</summary>
internal sealed class SocketIntegrationCompiler(SocketStageContext context)
{
    private const string Configuration = "Execution failed due to configuration error: ";
    private const string Post = "POST";

    private readonly SocketMappingCompiler _mappings = new(context);

    private IntegrationServices Services => context.Services;

    public IEventIntegration Compile(IntegrationV2Document integration, RouteV2Document route, bool isTwoWay)
    {
        if (integration.IntegrationType == "AWS_PROXY")
        {
            return CompileProxy(integration, route, isTwoWay);
        }

        if (_mappings.TryCompileRequest(integration, out var error) is not { } request)
        {
            return Refuse(error!);
        }

        if (TryCompileBackend(integration, route, out error) is not { } backend)
        {
            return Refuse(error!);
        }

        if (integration.IntegrationType == "HTTP_PROXY")
        {
            return new MappedIntegration(request, backend, responses: null, isTwoWay);
        }

        return _mappings.TryCompileResponses(integration, out error) is { } responses
            ? new MappedIntegration(request, backend, responses, isTwoWay)
            : Refuse(error!);
    }

    private static RefusingIntegration Refuse(string why) =>
        new(SocketFault.ConfigurationError, Configuration + why);

    private IEventIntegration CompileProxy(IntegrationV2Document integration, RouteV2Document route, bool isTwoWay) =>
        TryCompileCaller(integration, route, out var error) is { } caller
            ? new FunctionProxyIntegration(caller, isTwoWay)
            : Refuse(error!);

    private IEventBackend? TryCompileBackend(IntegrationV2Document integration, RouteV2Document route, out string? error)
    {
        error = null;
        switch (integration.IntegrationType)
        {
            case "MOCK":
                return new MockBackend();
            case "HTTP" or "HTTP_PROXY":
                return TryCompileHttp(integration, out error);
            case "AWS":
                var uri = context.Substitute(integration.IntegrationUri ?? string.Empty);
                return !FunctionTarget.TryParse(uri, context.Scope, out _)
                    ? TryCompileService(integration, route, uri, out error)
                    : TryCompileCaller(integration, route, out error) is { } caller
                        ? new FunctionBackend(caller, Services.Events)
                        : null;
            default:
                error = $"the integration type {integration.IntegrationType} is none of a WebSocket API";
                return null;
        }
    }

    private SocketFunctionCaller? TryCompileCaller(
        IntegrationV2Document integration, RouteV2Document route, out string? error)
    {
        error = "the integration's URI names no Lambda function";
        var uri = context.Substitute(integration.IntegrationUri ?? string.Empty);
        if (!FunctionTarget.TryParse(uri, context.Scope, out var function) && !FunctionTarget.TryParseArn(uri, out function))
        {
            return null;
        }

        // Lambda's Invoke is a POST; any other verb fails. Absent is taken for it (unconfirmed).
        if (integration.IntegrationMethod is { Length: > 0 } method && method != Post)
        {
            error = "Lambda's Invoke wants the integration method POST";
            return null;
        }

        if (function.Account != context.Scope.Account
            && (integration.IntegrationUri ?? string.Empty).Contains("${stageVariables.", StringComparison.Ordinal))
        {
            error = "a function that a stage variable names must be in the API's account"; // websocket-api §6.5
            return null;
        }

        if (integration.CredentialsArn == AwsIntegrationCompiler.CallersOwn)
        {
            error = "the caller's own credentials are not used for functions yet";
            return null;
        }

        var role = context.Substitute(integration.CredentialsArn ?? string.Empty);
        error = null;
        return new SocketFunctionCaller(
            new SocketFunctionSettings
            {
                Function = function,
                SourceArn = context.ArnOf(route.RouteKey),
                SourceAccount = context.Scope.Account,
                RoleArn = role.Length == 0 ? null : role,
                Timeout = TimeoutOf(integration),
            },
            Services.Functions, Services.FunctionAccess, Services.Authorizers?.Invoker, Services.Ids, Services.Time);
    }

    private HttpBackend? TryCompileHttp(IntegrationV2Document integration, out string? error)
    {
        var uri = context.Substitute(integration.IntegrationUri ?? string.Empty);
        if (uri.Length > 0 && !uri.Contains("://", StringComparison.Ordinal))
        {
            uri = "http://" + uri; // a stage variable may hold the host alone (websocket-api §6.5)
        }

        if (!TryFindRoute(integration, out var route, out error))
        {
            return null;
        }

        var tls = TlsOf(out error);
        if (error is not null && uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (UriPlan.TryCompile(uri, SocketMappingCompiler.PlaceholdersOf(integration), tls, route) is not { } plan)
        {
            error = "Invalid endpoint address";
            return null;
        }

        error = null;
        return new HttpBackend(
            new SocketHttpSettings
            {
                Uri = plan,
                // A message has no verb of its own that ANY could pass.
                Method = integration.IntegrationMethod is { Length: > 0 } method && method != HttpRouteKey.Any ? method : Post,
                Timeout = TimeoutOf(integration),
                ApiId = context.ApiId,
                IsProxy = integration.IntegrationType == "HTTP_PROXY",
                PayloadBytes = Services.Settings.PayloadBytes,
            },
            Services.Upstream, Services.Time);
    }

    /// <summary>The stage's certificate (websocket-api §1.13).</summary>
    private UpstreamTlsOptions? TlsOf(out string? error)
    {
        error = null;
        if (context.Stage.ClientCertificateId is not { Length: > 0 } id)
        {
            return null;
        }

        var certificate = Services.Backends?.FindCertificate(context.Key, id);
        error = certificate is null ? $"the client certificate {id} of the stage does not exist" : null;
        return new UpstreamTlsOptions(false, ServerName: null, certificate);
    }

    /// <summary>WebSocket APIs take the links of REST APIs, each with its load balancer (websocket-api §1.6).</summary>
    private bool TryFindRoute(IntegrationV2Document integration, out NetworkTarget? route, out string? error)
    {
        route = null;
        error = null;
        if (integration.ConnectionType != IntegrationV2Document.VpcLink)
        {
            return true;
        }

        var id = context.Substitute(integration.ConnectionId ?? string.Empty);
        if (Services.Backends?.FindLink(context.Key, id) is not { } link)
        {
            error = $"the VPC link '{id}' does not exist";
            return false;
        }

        if (link.Status != VpcLinkDocument.Available)
        {
            error = $"the VPC link '{id}' is {link.Status}: {link.StatusMessage}";
            return false;
        }

        var target = link.TargetArns[0];
        var map = Services.Aws?.Map ?? ExternalServiceMap.Empty;
        if (map.Targets.TryGetValue(target, out route))
        {
            return true;
        }

        error = $"nobody said where the load balancer of the VPC link '{id}' is: give \"targets\".\"{target}\" a \"host:port\" "
            + $"in {map.Source}";
        return false;
    }

    private ServiceBackend? TryCompileService(
        IntegrationV2Document integration, RouteV2Document route, string uri, out string? error)
    {
        if (Services.Aws is not { } aws)
        {
            error = "calls to AWS services are not configured";
            return null;
        }

        var found = new AwsIntegrationCompiler(aws).TryFind(
            uri, context.Substitute(integration.CredentialsArn ?? string.Empty),
            SocketMappingCompiler.PlaceholdersOf(integration), out error);
        return found is null
            ? null
            : new ServiceBackend(
                new AwsSettings
                {
                    Service = found.Service,
                    Endpoint = found.Endpoint,
                    Request = found.Request,
                    Credentials = found.Credentials,
                    Method = integration.IntegrationMethod is { Length: > 0 } method && method != HttpRouteKey.Any
                        ? method
                        : null,
                    Timeout = TimeoutOf(integration),
                    PayloadBytes = Services.Settings.PayloadBytes,
                    ApiId = context.ApiId,
                    SourceArn = context.ArnOf(route.RouteKey),
                },
                aws);
    }

    private static TimeSpan TimeoutOf(IntegrationV2Document integration) =>
        TimeSpan.FromMilliseconds(integration.TimeoutInMillis);
}
