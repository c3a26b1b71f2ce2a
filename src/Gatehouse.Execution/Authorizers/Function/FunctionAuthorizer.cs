using Gatehouse.Execution.Throttling;

namespace Gatehouse.Execution.Authorizers.Function;

/// <summary>
/// One authorizer of one stage with a function behind it, as far as it does not know the kind of API: what it decided
/// of a caller is kept for its time, and asked for once however many requests of the caller wait for it.
/// </summary>
/// <remarks>
/// The kept answer serves other paths and verbs than the one it was asked for, as on AWS: its policy is evaluated for
/// each request (security §5.5). Failures and refusals of the function itself are kept and shared by nobody.
/// </remarks>
internal sealed class FunctionAuthorizer
{
    private const int StackBytes = 512;

    private readonly AuthorizerFunction _function;
    private readonly AnswerForm _form;
    private readonly TimeSpan _ttl;
    private readonly AuthorizerInvoker _invoker;
    private readonly AuthorizerCaches _caches;
    private readonly StageEdition _edition;
    private readonly CallerKey _own;

    /// <param name="function">Whom it asks.</param>
    /// <param name="form">What must be answered.</param>
    /// <param name="ttl">How long an answer is kept; zero keeps none.</param>
    /// <param name="identity">
    /// All that tells this authorizer from others, its settings included: another deployment's authorizer with other
    /// settings shares nothing with it (security §11.10).
    /// </param>
    /// <param name="stage">Account, region, API and name of the stage.</param>
    /// <param name="invoker">Calls functions.</param>
    /// <param name="caches">Of this node.</param>
    public FunctionAuthorizer(
        AuthorizerFunction function, AnswerForm form, TimeSpan ttl, string identity, string stage,
        AuthorizerInvoker invoker, AuthorizerCaches caches)
    {
        _function = function;
        _form = form;
        _ttl = ttl;
        _invoker = invoker;
        _caches = caches;
        _edition = caches.Open(stage);
        var writer = new CallerKeyWriter(stackalloc byte[StackBytes]);
        writer.Append(stage);
        writer.Append(function.AuthorizerId);
        writer.Append(function.Function.Arn);
        writer.Append(identity);
        _own = writer.Finish(caches.Hasher);
        writer.Dispose();
    }

    public AuthorizerFunction Function => _function;

    /// <summary>Answers are kept: requests are asked for a key.</summary>
    public bool IsKeeping => _ttl > TimeSpan.Zero;

    public KeyHasher Hasher => _caches.Hasher;

    /// <summary>Begins the key of a request: the authorizer and the edition of its stage. Values follow.</summary>
    public void BeginKey(ref CallerKeyWriter writer)
    {
        writer.Append(_own);
        writer.Append(_edition.Value);
    }

    public AuthorizerAnswer? FindKept(in CallerKey key) => _caches.Answers.Find(key);

    /// <summary>Asks the function, or waits for a request that is asking the same.</summary>
    /// <param name="key">Of the caller; <see langword="null"/> keeps and shares nothing.</param>
    /// <param name="payload">The event.</param>
    /// <param name="traceId">Of the request.</param>
    /// <param name="cancellationToken">The client has gone: only its own wait ends.</param>
    public async ValueTask<AuthorizerVerdict> AskAsync(
        CallerKey? key, byte[] payload, string? traceId, CancellationToken cancellationToken)
    {
        if (key is not { } known || !IsKeeping)
        {
            return await RunAsync(null, payload, traceId).WaitAsync(cancellationToken);
        }

        var mine = new TaskCompletionSource<AuthorizerVerdict>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flight = _caches.Flights.GetOrAdd(known, mine.Task);
        if (flight == mine.Task)
        {
            _ = FlyAsync(known, payload, traceId, mine);
            return await flight.WaitAsync(cancellationToken);
        }

        var shared = await flight.WaitAsync(cancellationToken);
        // What is not a decision may have been about the other request: this one asks for itself.
        return shared.Answer is { } answer
            ? AuthorizerVerdict.Kept(answer)
            : await RunAsync(key, payload, traceId).WaitAsync(cancellationToken);
    }

    private async Task FlyAsync(
        CallerKey key, byte[] payload, string? traceId, TaskCompletionSource<AuthorizerVerdict> flight)
    {
        try
        {
            flight.SetResult(await RunAsync(key, payload, traceId));
        }
        catch (Exception exception)
        {
            flight.SetException(exception); // ours: whoever waits answers 500
        }
        finally
        {
            _caches.Flights.TryRemove(new KeyValuePair<CallerKey, Task<AuthorizerVerdict>>(key, flight.Task));
        }
    }

    private async Task<AuthorizerVerdict> RunAsync(CallerKey? key, byte[] payload, string? traceId)
    {
        var reply = await _invoker.InvokeAsync(_function, payload, traceId);
        if (reply.Failure != AuthorizerFailure.None)
        {
            return new AuthorizerVerdict(null, reply.Failure, reply.Detail, null, default);
        }

        if (AuthorizerAnswerReader.TryRead(reply.Payload, _form, out var problem) is not { } answer)
        {
            return new AuthorizerVerdict(
                null, AuthorizerFailure.Malformed, "Execution failed due to configuration error: " + problem, null,
                reply.Payload);
        }

        if (key is { } known && answer.SizeInBytes <= AuthorizerLimits.OneAnswerBytes)
        {
            // Text and its compiled policy: about four times the bytes of the answer.
            _caches.Answers.Put(known, answer, 4 * answer.SizeInBytes, _ttl);
        }

        return new AuthorizerVerdict(
            answer, AuthorizerFailure.None, null, answer.Asked(reply.RequestId, reply.LatencyMs), reply.Payload);
    }
}
