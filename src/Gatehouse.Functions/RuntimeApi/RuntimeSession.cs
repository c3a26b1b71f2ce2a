using System.Diagnostics;

namespace Gatehouse.Functions.RuntimeApi;

internal enum RuntimeState
{
    Started = 0,
    InitFailed = 1,
    Ready = 2,
    Running = 3,
    ResponseSent = 4,

    /// <summary>An answer is being received and passed on.</summary>
    Responding = 5,
}

/// <summary>How a runtime answered an invocation.</summary>
internal sealed record RuntimeAnswer
{
    public required RuntimeAnswerKind Kind { get; init; }

    public required ReadOnlyMemory<byte> Payload { get; init; }

    public string? ErrorType { get; init; }

    public string? ContentType { get; init; }

    /// <value>Bytes sent, also when they were too many to keep.</value>
    public long Size { get; init; }

    public long? LogBytes { get; init; }
}

internal enum RuntimeAnswerKind
{
    Response = 0,
    Error = 1,
    Oversized = 2,
}

/// <summary>What changed while the requests at hand were read; told once they are all handled.</summary>
internal readonly record struct RuntimeNews(bool IsReady, RuntimeAnswer? Answer, RuntimeAnswer? InitError)
{
    /// <summary>What had been printed when it first asked for work, if it says so.</summary>
    public long? InitLogBytes { get; init; }
}

/// <summary>Whoever owns the runtime behind a session.</summary>
internal interface IRuntimeOwner
{
    /// <summary>Called without locks, on the thread that read the request; must not block.</summary>
    void Advanced(in RuntimeNews news);

    /// <summary>The runtime went away while an event was sent to it.</summary>
    void DeliveryFailed();

    /// <summary>An answer that its caller reads along broke off in the middle.</summary>
    void AnswerBroke();
}

/// <summary>
/// The state machine of one sandbox's Runtime API (deployment-and-tools §6.3), shared by its connections.
/// </summary>
internal sealed class RuntimeSession(IRuntimeOwner owner)
{
    private readonly Lock _gate = new();
    private RuntimeState _state;
    private string? _requestId;
    private RuntimeConnection? _waiting;
    private RuntimeEvent? _undelivered;
    private StreamedAnswer? _output;
    private bool _hasBecomeReady;
    private RuntimeAnswer? _newAnswer;
    private RuntimeAnswer? _newInitError;
    private long? _initLogBytes;

    /// <summary>A connection asks for work.</summary>
    /// <param name="connection">It will be written to, or is to be answered with <paramref name="refusal"/>.</param>
    /// <param name="logBytes">What it had printed by then, if it says so.</param>
    /// <param name="refusal">The 403 when the runtime owes an answer or already waits elsewhere.</param>
    public bool TryAwaitNext(RuntimeConnection connection, long? logBytes, out byte[]? refusal)
    {
        RuntimeEvent? undelivered;
        refusal = null;
        lock (_gate)
        {
            // A client whose long poll broke may poll again, also when its event could not be handed over yet.
            var isRetry = _waiting is null && (_state == RuntimeState.Ready || _undelivered is not null);
            if (_state is not (RuntimeState.Started or RuntimeState.ResponseSent) && !isRetry)
            {
                refusal = RuntimeReplies.InvalidTransition(_state, "Ready");
                return false;
            }

            undelivered = _undelivered;
            _undelivered = null;
            if (undelivered is null)
            {
                _hasBecomeReady |= !isRetry;
                _initLogBytes ??= logBytes;
                _state = RuntimeState.Ready;
                _waiting = connection;
                connection.IsWaiting = true;
            }
        }

        if (undelivered is not null)
        {
            connection.Deliver(undelivered, owner);
        }

        return true;
    }

    /// <summary>A connection that waited for work has closed.</summary>
    public void Leave(RuntimeConnection connection)
    {
        lock (_gate)
        {
            if (_waiting == connection)
            {
                _waiting = null;
            }
        }
    }

    /// <summary>Hands an event to the runtime, which must be ready.</summary>
    public void Deliver(RuntimeEvent runtimeEvent)
    {
        RuntimeConnection? connection;
        lock (_gate)
        {
            Debug.Assert(_state == RuntimeState.Ready, "Only a runtime that asked for work gets any.");
            _state = RuntimeState.Running;
            _requestId = runtimeEvent.RequestId;
            _output = runtimeEvent.Output;
            connection = _waiting;
            _waiting = null;
            if (connection is null)
            {
                _undelivered = runtimeEvent;
                return;
            }

            connection.IsWaiting = false;
        }

        connection.Deliver(runtimeEvent, owner);
    }

    /// <summary>An answer in streaming mode arrives.</summary>
    /// <returns>
    /// Where to pass it, or <see langword="null"/> when it is wanted whole or will be refused.
    /// </returns>
    public StreamedAnswer? BeginStream(string requestId, string? contentType)
    {
        lock (_gate)
        {
            if (_output is null || _state != RuntimeState.Running || _undelivered is not null
                || !string.Equals(requestId, _requestId, StringComparison.Ordinal))
            {
                return null;
            }

            _state = RuntimeState.Responding;
        }

        _output.Begin(contentType);
        return _output;
    }

    /// <summary>The answer that <see cref="BeginStream"/> let in has been received.</summary>
    public void EndStream(RuntimeAnswer answer)
    {
        lock (_gate)
        {
            Debug.Assert(_state == RuntimeState.Responding, "A stream ends once.");
            _state = RuntimeState.ResponseSent;
            _newAnswer = answer;
        }
    }

    /// <summary>It will never be complete.</summary>
    public void BreakStream() => owner.AnswerBroke();

    /// <returns><see langword="null"/> when accepted, otherwise the refusal.</returns>
    public byte[]? Answer(string requestId, RuntimeAnswer answer)
    {
        lock (_gate)
        {
            if (!string.Equals(requestId, _requestId, StringComparison.Ordinal))
            {
                return RuntimeReplies.InvalidRequestId;
            }

            if (_state != RuntimeState.Running || _undelivered is not null)
            {
                return RuntimeReplies.InvalidTransition(
                    _state,
                    answer.Kind == RuntimeAnswerKind.Error ? "InvocationErrorResponse" : "InvocationResponse");
            }

            _state = RuntimeState.ResponseSent;
            _newAnswer = answer;
            return null;
        }
    }

    /// <returns><see langword="null"/> when accepted, otherwise the refusal.</returns>
    public byte[]? FailInit(RuntimeAnswer error)
    {
        lock (_gate)
        {
            if (_state != RuntimeState.Started)
            {
                return RuntimeReplies.InvalidTransition(_state, "InitError");
            }

            _state = RuntimeState.InitFailed;
            _newInitError = error;
            return null;
        }
    }

    /// <summary>Tells the owner what the requests just handled have changed.</summary>
    public void TellNews()
    {
        RuntimeNews news;
        lock (_gate)
        {
            if (!_hasBecomeReady && _newAnswer is null && _newInitError is null)
            {
                return;
            }

            news = new RuntimeNews(_hasBecomeReady, _newAnswer, _newInitError)
            {
                InitLogBytes = _initLogBytes,
            };
            _hasBecomeReady = false;
            _newAnswer = null;
            _newInitError = null;
        }

        owner.Advanced(news);
    }
}
