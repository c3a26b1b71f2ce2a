using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Callers;
using Gatehouse.Execution.Integrations.Http.Upstream;

namespace Gatehouse.Execution.Http;

/// <summary>A request on its way through a route. The slots fill in the order of the steps.</summary>
internal sealed class RouteCall(HttpApiRequest request, RoutePlan route, PathParameters path) : IAsyncDisposable
{
    private IDisposable? _ownedBody;
    private IDisposable? _ownedAnswer;
    private UpstreamExchange? _exchange;
    private EndpointOutcome _endpoint;

    public HttpApiRequest Request { get; } = request;

    public RoutePlan Route { get; } = route;

    public PathParameters Path { get; } = path;

    public CancellationToken Aborted => Request.Http.RequestAborted;

    /// <summary>Who calls, as the route's authorization found out; <see langword="null"/> on an open route.</summary>
    public RouteCaller? Caller { get; set; }

    /// <summary><c>WWW-Authenticate</c> of a refusal.</summary>
    public string? Challenge { get; set; }

    /// <summary><c>$context.authorizer.error</c>.</summary>
    public string? AuthorizerError { get; set; }

    /// <summary>The whole body of the request; empty until a step has read it.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>The body was read whole: nothing may stream it any more.</summary>
    public bool IsBodyRead { get; private set; }

    /// <summary>The status of the answer. Its headers are written straight into the response.</summary>
    public int Status { get; set; }

    /// <summary>The whole body of the answer, when it is held.</summary>
    public ReadOnlyMemory<byte> Answer { get; set; }

    /// <summary>The body of the answer flows from here; <see cref="Answer"/> is empty then.</summary>
    public UpstreamExchange? Stream { get; set; }

    public bool IsIntegrationAttempted { get; set; }

    /// <value><see langword="null"/> when the integration was not called.</value>
    public TimeSpan? IntegrationLatency { get; set; }

    /// <summary>What is known of the backend, for logs.</summary>
    public ref EndpointOutcome Endpoint => ref _endpoint;

    public void TakeBody(ReadOnlyMemory<byte> body, IDisposable? owner)
    {
        Body = body;
        _ownedBody = owner;
        IsBodyRead = true;
    }

    /// <summary>Disposed with the call: the memory of <see cref="Answer"/>.</summary>
    public void Own(IDisposable answer) => _ownedAnswer = answer;

    /// <summary>Disposed with the call: the connection goes back to its pool.</summary>
    public void Own(UpstreamExchange exchange) => _exchange = exchange;

    public ValueTask DisposeAsync()
    {
        _ownedBody?.Dispose();
        _ownedAnswer?.Dispose();
        var exchange = _exchange;
        _exchange = null;
        return exchange?.DisposeAsync() ?? default;
    }
}
