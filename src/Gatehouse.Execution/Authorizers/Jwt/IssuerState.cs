using System.Diagnostics.CodeAnalysis;
using Gatehouse.Identity.Tokens;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>
/// The keys of one issuer, kept in memory. One fetch at a time, behind the requests wherever they can go on with what
/// is there; old keys serve until their limit when the issuer does not answer (http-api §13.2, security §11.11).
/// </summary>
/// <param name="issuer">For messages.</param>
/// <param name="source">Where its keys are fetched.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of every fetch.</param>
/// <param name="local">The keys when the issuer is a user pool of this house: then nothing is fetched.</param>
internal sealed class IssuerState(
    string issuer, KeySource source, TimeProvider time, ILogger logger, LocalKeys? local = null)
{
    private readonly Lock _gate = new();
    private Held? _held;
    private Task<KeyAnswer>? _pending;
    private long _lastAttempt;
    private bool _hasAttempted;
    private bool _hasLastFailed;
    private string? _problem;

    public string Issuer { get; } = issuer;

    /// <summary>The keys that are in force now; <see langword="null"/> when they must be waited for.</summary>
    /// <remarks>Begins a fetch behind the caller when they are no longer new.</remarks>
    public KeySet? Current()
    {
        if (local?.Current() is { } own)
        {
            return own;
        }

        if (Volatile.Read(ref _held) is not { } held)
        {
            return null;
        }

        var age = time.GetElapsedTime(held.FetchedAt);
        if (age < AuthorizerLimits.KeyRefresh)
        {
            return held.Keys;
        }

        TryBegin(AuthorizerLimits.UnknownKeyPause, out _);
        return age < AuthorizerLimits.KeyLifetime ? held.Keys : null;
    }

    /// <summary>The keys, after a fetch when there are none or the one that is asked for is not among them.</summary>
    public ValueTask<KeyAnswer> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var keys = Current();
        if (keys is not null && keys.Has(keyId))
        {
            return new ValueTask<KeyAnswer>(new KeyAnswer(keys, null));
        }

        if (keys is not null && local?.Current() is not null)
        {
            return new ValueTask<KeyAnswer>(new KeyAnswer(keys, null)); // all there are
        }

        // An unknown id may be a key that the issuer has just begun to use, or made up: asked at a bounded rate.
        var pause = keys is null ? AuthorizerLimits.FailurePause : AuthorizerLimits.UnknownKeyPause;
        if (TryBegin(pause, out var pending))
        {
            return new ValueTask<KeyAnswer>(pending.WaitAsync(cancellationToken));
        }

        return new ValueTask<KeyAnswer>(new KeyAnswer(keys, Volatile.Read(ref _problem)));
    }

    /// <param name="pause">The least time since the last fetch began.</param>
    /// <param name="pending">The fetch that is under way.</param>
    /// <returns><see langword="false"/> when it is too early for another.</returns>
    private bool TryBegin(TimeSpan pause, [NotNullWhen(true)] out Task<KeyAnswer>? pending)
    {
        lock (_gate)
        {
            pending = _pending;
            if (pending is not null)
            {
                return true;
            }

            var least = _hasLastFailed && pause > AuthorizerLimits.FailurePause ? AuthorizerLimits.FailurePause : pause;
            if (_hasAttempted && time.GetElapsedTime(_lastAttempt) < least)
            {
                return false;
            }

            _hasAttempted = true;
            _lastAttempt = time.GetTimestamp();
            // On the pool: nothing of it may run under the lock or on the thread of a request.
            pending = _pending = Task.Run(FetchAsync);
            return true;
        }
    }

    private async Task<KeyAnswer> FetchAsync()
    {
        var fetch = KeyFetch.Failed(KeyFetch.KeySetProblem, "the gateway failed");
        try
        {
            // Nobody's token: the answer is for all who wait, and for those who come next.
            fetch = await source.FetchAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            logger.FetchFailed(exception, Issuer);
        }

        return Finish(fetch);
    }

    private KeyAnswer Finish(KeyFetch fetch)
    {
        lock (_gate)
        {
            _pending = null;
            _hasLastFailed = fetch.Keys is null;
            if (fetch.Keys is { } keys)
            {
                logger.KeysFetched(Issuer, keys.Count);
                // The same bytes are the same keys: what was verified with them stays verified.
                var isSame = _held is not null && _held.Body.Span.SequenceEqual(fetch.Body.Span);
                Volatile.Write(ref _problem, null);
                Volatile.Write(
                    ref _held, new Held(isSame ? _held!.Keys : keys, fetch.Body, time.GetTimestamp()));
                return new KeyAnswer(_held!.Keys, null);
            }

            Volatile.Write(ref _problem, fetch.Problem);
            logger.KeysNotFetched(Issuer, fetch.Detail ?? string.Empty);
            if (_held is not null && time.GetElapsedTime(_held.FetchedAt) >= AuthorizerLimits.KeyLifetime)
            {
                logger.KeysOutdated(Issuer, AuthorizerLimits.KeyLifetime.TotalHours, fetch.Detail);
                Volatile.Write(ref _held, null);
            }

            return new KeyAnswer(_held?.Keys, fetch.Problem);
        }
    }

    private sealed record Held(KeySet Keys, ReadOnlyMemory<byte> Body, long FetchedAt);
}

/// <param name="Keys">Those in force, or <see langword="null"/> when there are none.</param>
/// <param name="Problem">Why there are none, or none newer.</param>
internal readonly record struct KeyAnswer(KeySet? Keys, string? Problem);
