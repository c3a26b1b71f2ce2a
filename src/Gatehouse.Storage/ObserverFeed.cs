using System.Collections.Immutable;
using System.Threading.Channels;
using Gatehouse.Model.Documents;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage;

/// <summary>
/// Brings every commit to this node's observers, in revision order, and says when they have applied it.
/// </summary>
internal sealed class ObserverFeed(ImmutableArray<IDocumentObserver> observers, TimeProvider time, ILogger logger)
{
    // Unbounded on purpose: it holds at most what writers were acknowledged for, and they wait for it themselves.
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private Task _pump = Task.CompletedTask;

    /// <summary>
    /// Lets every observer build its first state, in the order of registration, then begins to follow.
    /// </summary>
    /// <remarks>
    /// An observer that cannot build its first state fails the start: a server without it would answer wrongly.
    /// </remarks>
    public async Task StartAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        foreach (var observer in observers)
        {
            await observer.LoadAsync(store, cancellationToken);
        }

        _pump = Task.Run(() => PumpAsync(store), CancellationToken.None);
    }

    /// <summary>Called by the writer in revision order, once the commit is durable.</summary>
    /// <returns>Completes when the observers have applied the commit.</returns>
    public Task Enqueue(DocumentCommit commit)
    {
        var delivery = new Delivery(commit);
        return _deliveries.Writer.TryWrite(delivery) ? delivery.Applied.Task : Task.CompletedTask;
    }

    /// <summary>Waits for the observers, but not for ever: the commit is stored whatever they do.</summary>
    public async ValueTask WaitAsync(long revision, Task applied)
    {
        try
        {
            await applied.WaitAsync(StorageLimits.ObserverWait, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            logger.ObserversAreSlow(revision, StorageLimits.ObserverWait.TotalSeconds);
        }
    }

    /// <summary>Delivers what waits, then stops.</summary>
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
                    // One observer's bug is not the others', and not the writer's.
                    logger.ObserverFailed(exception, observer.GetType().Name, delivery.Commit.Revision);
                }
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
