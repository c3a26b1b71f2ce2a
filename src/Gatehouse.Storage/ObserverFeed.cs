using System.Collections.Immutable;
using System.Threading.Channels;
using Gatehouse.Model.Documents;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage;

/// <summary>Brings every commit to this node's observers, in revision order, and says when they have applied it.</summary>
internal sealed class ObserverFeed(ImmutableArray<IDocumentObserver> observers, TimeProvider time, ILogger logger)
{
    // Unbounded on purpose: it holds at most what writers were acknowledged for, and they wait for it themselves.
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly Dictionary<long, Delivery> _waiting = [];
    private readonly Lock _gate = new();
    private Task _pump = Task.CompletedTask;

    /// <summary>Lets every observer build its first state, in the order of registration, then begins to follow.</summary>
    public async Task StartAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        foreach (var observer in observers)
        {
            await observer.LoadAsync(store, cancellationToken);
        }

        _pump = Task.Run(() => PumpAsync(store), CancellationToken.None);
    }

    /// <summary>Called by the writer in revision order.</summary>
    public void Enqueue(DocumentCommit commit)
    {
        var delivery = new Delivery(commit);
        lock (_gate)
        {
            _waiting[commit.Revision] = delivery;
        }

        _deliveries.Writer.TryWrite(delivery);
    }

    /// <summary>Completes when the observers have applied the commit, or after a bounded wait.</summary>
    public async ValueTask WaitAsync(long revision)
    {
        Delivery? delivery;
        lock (_gate)
        {
            _waiting.TryGetValue(revision, out delivery);
        }

        if (delivery is null)
        {
            return; // applied already
        }

        try
        {
            await delivery.Applied.Task.WaitAsync(StorageLimits.ObserverWait, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            logger.ObserversAreSlow(revision, StorageLimits.ObserverWait.TotalSeconds);
        }
    }

    public async Task StopAsync()
    {
        _deliveries.Writer.TryComplete();
        await _pump;
    }

    private async Task PumpAsync(IDocumentStore store)
    {
        await foreach (var delivery in _deliveries.Reader.ReadAllAsync(CancellationToken.None))
        {
            foreach (var observer in observers)
            {
                try
                {
                    await observer.ApplyAsync(delivery.Commit, store, CancellationToken.None);
                }
                catch (Exception exception)
                {
                    logger.ObserverFailed(exception, observer.GetType().Name, delivery.Commit.Revision);
                }
            }

            lock (_gate)
            {
                _waiting.Remove(delivery.Commit.Revision);
            }

            delivery.Applied.TrySetResult();
        }
    }

    private sealed class Delivery(DocumentCommit commit)
    {
        public DocumentCommit Commit { get; } = commit;

        public TaskCompletionSource Applied { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
