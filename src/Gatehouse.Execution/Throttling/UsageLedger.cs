using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UsagePlans;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Throttling;

/// <summary>
/// All counters of this node. They are restored when the server starts and stored behind the requests: every second
/// while
/// something is counted, before somebody reads them, and when the server stops.
/// </summary>
internal sealed class UsageLedger(TimeProvider time, ILogger<UsageLedger> logger) : IUsageLedger, IAsyncDisposable
{
    private readonly ConcurrentDictionary<UsageSubject, UsageCounter> _counters = new();
    private readonly ConcurrentQueue<UsageCounter> _changed = new();
    private readonly SemaphoreSlim _saving = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private IUsageStore? _store;
    private Task _saver = Task.CompletedTask;

    public UsageCounter CounterOf(UsageSubject subject) =>
        _counters.GetOrAdd(subject, static (one, changed) => new UsageCounter(one, changed.Enqueue), _changed);

    /// <summary>Forgets what was counted for a key or a plan that is gone.</summary>
    public void Forget(UsageSubject subject) => _counters.TryRemove(subject, out _);

    /// <summary>Restores the counters and begins to store them.</summary>
    public async ValueTask StartAsync(IUsageStore store, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var history in await store.LoadAsync(
            today.AddDays(-ThrottlingLimits.HistoryDays), cancellationToken))
        {
            CounterOf(history.Subject).Restore(history);
        }

        var isFirst = _store is null;
        _store = store;
        if (isFirst)
        {
            _saver = Task.Run(SaveRegularlyAsync, CancellationToken.None);
        }
    }

    public async ValueTask<ImmutableArray<UsageHistory>> ReadAsync(
        DocumentScope scope, string planId, string? keyId, DateOnly first, DateOnly last,
        CancellationToken cancellationToken)
    {
        await SaveAsync(cancellationToken);
        return _store is { } store ? await store.ReadAsync(scope, planId, keyId, first, last, cancellationToken) : [];
    }

    public async ValueTask GrantAsync(UsageSubject subject, UsageGrant grant, CancellationToken cancellationToken)
    {
        if (_store is not { } store)
        {
            throw new InvalidOperationException("Usage is granted before the counters were restored.");
        }

        // One at a time with the saver: both rewrite the month's document.
        await _saving.WaitAsync(cancellationToken);
        try
        {
            await store.GrantAsync(subject, grant, cancellationToken);
            CounterOf(subject).Grant(grant);
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <summary>Stores what was counted until now. What cannot be stored stays counted and is tried again.</summary>
    public async ValueTask SaveAsync(CancellationToken cancellationToken)
    {
        if (_store is not { } store || _changed.IsEmpty)
        {
            return;
        }

        await _saving.WaitAsync(cancellationToken);
        try
        {
            var unsaved = new List<UnsavedCount>();
            for (var left = _changed.Count; left > 0 && _changed.TryDequeue(out var counter); left--)
            {
                if (_counters.ContainsKey(counter.Subject))
                {
                    counter.CollectUnsaved(unsaved);
                }
            }

            foreach (var batch in unsaved.Chunk(ThrottlingLimits.CountsPerBatch))
            {
                await SaveAsync(store, batch);
            }
        }
        finally
        {
            _saving.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _saver;
        await SaveAsync(CancellationToken.None); // the last second's counts
        _stopping.Dispose();
        _saving.Dispose();
    }

    private async Task SaveRegularlyAsync()
    {
        using var timer = new PeriodicTimer(ThrottlingLimits.SaveInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                await SaveAsync(_stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; DisposeAsync stores what is left.
        }
    }

    private async ValueTask SaveAsync(IUsageStore store, UnsavedCount[] batch)
    {
        var counts = batch.Select(one => new UsageCount(
            one.Counter.Subject, DateOnly.FromDayNumber(one.Day.Day), one.Requests)).ToImmutableArray();
        try
        {
            // Not cancelled half-way: whether it was stored must be known, or it would count twice.
            var totals = await store.AddAsync(counts, CancellationToken.None);
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i].Day.Saved(batch[i].Requests, totals[i].Requests);
            }
        }
        catch (Exception exception)
        {
            // The disk's or the network's fault: the counts stay in memory, and quotas with them.
            logger.UsageNotSaved(exception, batch.Length);
            foreach (var one in batch)
            {
                one.Counter.MarkChanged();
            }
        }
    }
}
