using System.Collections.Concurrent;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Cors;
using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Model.Arns;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.Http.Integrations.Services;

/// <summary>One parameter of a service call.</summary>
/// <param name="Name">As the subtype names it.</param>
/// <param name="Source">Where its value comes from.</param>
/// <param name="Text">As the author wrote it, for errors.</param>
/// <param name="IsRequired">Without a value there is no call.</param>
internal sealed record ServiceParameter(string Name, MappingSource Source, string Text, bool IsRequired);

/// <summary>One service integration, settled at publish.</summary>
internal sealed record ServiceSettings
{
    public required ServiceOperation Operation { get; init; }

    public required ServiceParameter[] Parameters { get; init; }

    /// <summary>Where the service is, in the region that nothing overrides.</summary>
    public required AwsEndpoint Endpoint { get; init; }

    /// <summary>The same in another region; <see langword="null"/> where the region is settled.</summary>
    public Func<string, AwsEndpoint?>? EndpointIn { get; init; }

    public required AwsCredentials Credentials { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <value>Bytes of the service's answer at most.</value>
    public required int PayloadBytes { get; init; }

    public required string ApiId { get; init; }
}

/// <summary>
/// AWS_PROXY with a subtype (http-api §9): values of the request become the parameters of one service call, signed with the
/// integration's role; its answer goes to the client as the service gave it.
/// </summary>
internal sealed class ServiceIntegration(ServiceSettings settings, AwsServices services) : IRouteStep
{
    public const string Region = "Region";

    /// <value>Regions that one integration is called in. Ours: more than AWS has.</value>
    private const int Regions = 64;

    private readonly AwsTransport _transport =
        new(services, settings.Operation.Service.Signing, settings.Credentials);

    private readonly ConcurrentDictionary<string, AwsEndpoint> _endpoints = new(StringComparer.Ordinal);

    private readonly bool _readsBody =
        Array.Exists(settings.Parameters, static parameter => parameter.Source.ReadsRequestBody);

    public async ValueTask<RouteResult> RunAsync(RouteCall call)
    {
        if (_readsBody)
        {
            var read = await RequestBody.EnsureReadAsync(call);
            if (read.Fault is not null)
            {
                return read;
            }
        }

        call.IsIntegrationAttempted = true;
        if (Resolve(call, out var parameters) is { Fault: not null } unresolved)
        {
            return unresolved;
        }

        if (settings.Operation.TryBuild(parameters, out var wrong) is not { } request)
        {
            return Unresolvable(Array.Find(settings.Parameters, parameter => parameter.Name == wrong)!);
        }

        return EndpointOf(parameters) is { } endpoint
            ? await CallAsync(call, endpoint, request)
            : Unresolvable(Array.Find(settings.Parameters, static parameter => parameter.Name == Region)!);
    }

    /// <summary>The client's status is unconfirmed: it was the client's value that was missing.</summary>
    private static RouteResult Unresolvable(ServiceParameter parameter) => new(
        ApiFault.BadRequest,
        $"Unable to resolve property {parameter.Name} from source {parameter.Text}. Please make sure that the expression is "
        + "correct.");

    private RouteResult Resolve(RouteCall call, out ServiceParameters parameters)
    {
        var values = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        parameters = new ServiceParameters(values);
        foreach (var parameter in settings.Parameters)
        {
            // An empty value is no value: no service takes one for what it requires.
            if (parameter.Source.ReadBytes(call) is { } value && (!value.IsEmpty || !parameter.IsRequired))
            {
                values[parameter.Name] = value;
            }
            else if (parameter.IsRequired)
            {
                return Unresolvable(parameter);
            }
        }

        return RouteResult.Continue;
    }

    private AwsEndpoint? EndpointOf(ServiceParameters parameters)
    {
        if (settings.EndpointIn is not { } find || parameters.Find(Region) is not { } region)
        {
            return settings.Endpoint;
        }

        if (_endpoints.TryGetValue(region, out var known))
        {
            return known;
        }

        if (!AwsRegion.IsWellFormed(region) || _endpoints.Count >= Regions || find(region) is not { } endpoint)
        {
            return null;
        }

        return _endpoints.GetOrAdd(region, endpoint);
    }

    private async ValueTask<RouteResult> CallAsync(RouteCall call, AwsEndpoint endpoint, ServiceRequest request)
    {
        var started = services.Time.GetTimestamp();
        var outgoing = new AwsOutgoing(
            request.Method, endpoint.PathPrefix + request.Path, request.Query, HeadersOf(call, endpoint, request),
            request.Body);
        var (refusal, detail) = await _transport.SignAsync(
            endpoint, outgoing, SigV4Signer.HashPayload((request.Body ?? default).Span), settings.Timeout, call.Aborted);
        call.IntegrationLatency = services.Time.GetElapsedTime(started);
        if (refusal != AwsRefusal.None)
        {
            return OfRefusal(refusal, detail);
        }

        var left = settings.Timeout - services.Time.GetElapsedTime(started);
        var (exchange, unsent) = await _transport.SendAsync(endpoint, outgoing, left, call.Aborted);
        call.IntegrationLatency = services.Time.GetElapsedTime(started);
        if (exchange is null)
        {
            return OfRefusal(unsent, detail: null);
        }

        call.Own(exchange);
        if (exchange.Fault != UpstreamFault.None)
        {
            return UpstreamFaults.Of(exchange, exchange.Fault, call);
        }

        var read = await exchange.ReadBodyAsync(settings.PayloadBytes, call.Aborted);
        return read.Fault == UpstreamFault.None
            ? Take(call, exchange, read.Bytes)
            : UpstreamFaults.Of(exchange, read.Fault, call);
    }

    /// <summary>A role that nobody gives out is the configuration's fault: 500.</summary>
    private static RouteResult OfRefusal(AwsRefusal refusal, string? detail) => refusal switch
    {
        AwsRefusal.TimedOut => new RouteResult(ApiFault.TimedOut, "Execution failed due to a timeout error"),
        AwsRefusal.RoleRefused => new RouteResult(
            ApiFault.InternalError, $"{FunctionFault.Forbidden.Detail} ({detail})"),
        _ => new RouteResult(ApiFault.InternalError, "The parameters of the service call are too large"),
    };

    private List<KeyValuePair<string, string>> HeadersOf(RouteCall call, AwsEndpoint endpoint, ServiceRequest request)
    {
        var headers = new List<KeyValuePair<string, string>>
        {
            new("Host", endpoint.Host),
            new("User-Agent", "AmazonAPIGateway_" + settings.ApiId),
            new(TraceIdentity.HeaderName, call.Request.TraceHeader),
        };
        if (request.ContentType is not null)
        {
            headers.Add(new("Content-Type", request.ContentType));
        }

        if (request.Target is not null)
        {
            headers.Add(new("X-Amz-Target", request.Target));
        }

        return headers;
    }

    /// <summary>Status, content type and body go on; of the other headers those that a configuration has.</summary>
    private static RouteResult Take(RouteCall call, UpstreamExchange exchange, ReadOnlyMemory<byte> body)
    {
        call.Status = exchange.StatusCode;
        call.Endpoint.ServiceStatus = call.Endpoint.Status = exchange.StatusCode;
        call.Answer = body;
        var headers = call.Request.Http.Response.Headers;
        foreach (var header in exchange.Headers)
        {
            var name = header.NameText;
            if (Passes(name) && !(call.Request.Stage.Cors is not null && CorsPlan.IsGatewaysOwn(name)))
            {
                BackendHeaders.Add(headers, name, header.ValueText);
            }

            BackendHeaders.NoteIds(call, name, header.ValueText);
        }

        return RouteResult.Continue;
    }

    private static bool Passes(string name) =>
        name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Configuration-Version", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Appconfig-Configuration-Version", StringComparison.OrdinalIgnoreCase);
}
