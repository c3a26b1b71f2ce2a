using System.Diagnostics;
using Gatehouse.Execution.Caching;
using Gatehouse.Execution.Exchange;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl.Objects;

namespace Gatehouse.Execution.Rest;

/// <summary>
/// A request on its way through a method's steps. The slots fill in the order of the steps: the body, what goes to the
/// backend, what came back, what the client gets.
/// </summary>
internal sealed class RestCall(ArrivedRequest request, MethodPlan method, PathParameters path) : IAsyncDisposable
{
    private PooledBytes? _ownedBody;
    private List<IDisposable>? _owned;
    private IAsyncDisposable? _exchange;
    private JsonBody? _bodyJson;
    private MethodAnswer? _answer;
    private BackendRequest? _toBackend;
    private BackendAnswer? _fromBackend;
    private EndpointOutcome _endpoint;

    public ArrivedRequest Request { get; } = request;

    public MethodPlan Method { get; } = method;

    public PathParameters Path { get; } = path;

    public CancellationToken Aborted => Request.Http.RequestAborted;

    /// <summary>The whole body, decoded by its Content-Encoding. Empty until a step has read it.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>The body as JSON, parsed when first read.</summary>
    public JsonBody BodyJson => _bodyJson ??= new JsonBody(Body);

    /// <summary>The body has been read whole: nothing may stream it any more.</summary>
    public bool IsBodyBuffered { get; private set; }

    /// <summary>What the mapping of the request produced.</summary>
    public BackendRequest ToBackend
    {
        get => _toBackend ?? throw new UnreachableException("no request mapping ran before the integration");
        set => _toBackend = value;
    }

    /// <summary>What the integration brought back, for the mapping of the response.</summary>
    public BackendAnswer FromBackend
    {
        get => _fromBackend ?? throw new UnreachableException("no integration ran before the response mapping");
        set => _fromBackend = value;
    }

    public bool HasBackendAnswer => _fromBackend is not null;

    /// <summary>The key and plan that admitted the call; <see langword="null"/> when its method asks for none.</summary>
    public Throttling.PlanUse? Usage { get; set; }

    /// <summary>What the authorizer said of the caller; <see langword="null"/> where none was asked.</summary>
    public Authorizers.CallerAuthorization? Authorization { get; set; }

    /// <summary>
    /// The authorizer's policy does not speak of the method: only the resource policy may let the call pass (security
    /// sheet §4.2, Table A).
    /// </summary>
    public bool IsAuthorizerSilent { get; set; }

    /// <summary>Who signed the call; <see langword="null"/> on methods without AWS_IAM.</summary>
    public Authorizers.Iam.IamCaller? Signer { get; set; }

    /// <summary>Something is to be told of the body as it came, before its Content-Encoding is undone.</summary>
    public bool HashesBody { get; set; }

    /// <summary>SHA-256 of the body as it came, once it was read; <see langword="null"/> for none.</summary>
    public byte[]? RawBodyHash { get; set; }

    /// <summary>The key that an authorizer named (<c>usageIdentifierKey</c>).</summary>
    public string? UsageIdentifierKey { get; set; }

    /// <summary>What the client gets.</summary>
    public MethodAnswer Answer
    {
        get => _answer ?? throw new UnreachableException("the steps ended without an answer");
        set => _answer = value;
    }

    /// <summary>What templates set in <c>$context.requestOverride</c> and <c>$context.responseOverride</c>.</summary>
    public TemplateOverrides? Overrides { get; set; }

    /// <summary>
    /// An integration was attempted: its trace id goes back to the client, even on its 5xx (sheet §1.6).
    /// </summary>
    public bool IsIntegrationAttempted { get; set; }

    /// <value>Ticks of the time provider spent waiting for the backend, or <see langword="null"/>.</value>
    public TimeSpan? IntegrationLatency { get; set; }

    /// <summary>What the integration learned of its backend, for logs.</summary>
    public ref EndpointOutcome Endpoint => ref _endpoint;

    /// <summary>What the stage's cache did for this call.</summary>
    public CacheOutcome CacheOutcome { get; set; }

    /// <summary>The latency of a streamed answer runs until its end (sheet §5.14).</summary>
    /// <param name="time">What <see cref="EndpointOutcome.StartedAt"/> was taken from.</param>
    /// <param name="firstByteAt">A timestamp of it, or zero when no byte came.</param>
    public void EndStream(TimeProvider time, long firstByteAt)
    {
        if (!Method.IsStreamed)
        {
            return;
        }

        IntegrationLatency = time.GetElapsedTime(_endpoint.StartedAt);
        _endpoint.TimeToFirstContent = firstByteAt == 0
            ? null
            : time.GetElapsedTime(_endpoint.StartedAt, firstByteAt);
    }

    public void TakeBody(PooledBytes body)
    {
        _ownedBody = body;
        Body = body.Written;
        IsBodyBuffered = true;
    }

    public void TakeEmptyBody() => IsBodyBuffered = true;

    /// <summary>Keeps something alive until the answer has been written.</summary>
    public void Own(IDisposable resource) => (_owned ??= []).Add(resource);

    /// <summary>The backend's exchange, whose bytes the answer may still refer to.</summary>
    public void OwnExchange(IAsyncDisposable exchange)
    {
        Debug.Assert(_exchange is null, "a call talks to one backend");
        _exchange = exchange;
    }

    /// <summary>
    /// Somebody may still read the buffers after this call ends: none of them is given back to the pool.
    /// </summary>
    public void AbandonAll()
    {
        _ownedBody?.Abandon();
        _ownedBody = null;
        foreach (var resource in _owned ?? [])
        {
            (resource as PooledBytes)?.Abandon();
        }
    }

    public ValueTask DisposeAsync()
    {
        _ownedBody?.Dispose();
        _ownedBody = null;
        if (_owned is not null)
        {
            foreach (var resource in _owned)
            {
                resource.Dispose();
            }

            _owned = null;
        }

        var exchange = _exchange;
        _exchange = null;
        return exchange?.DisposeAsync() ?? default;
    }
}
