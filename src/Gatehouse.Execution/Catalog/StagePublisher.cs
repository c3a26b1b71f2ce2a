using System.Collections.Immutable;
using Gatehouse.Execution.Caching;
using Gatehouse.Execution.Compilation;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;
using Gatehouse.Model.RestApis;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// Follows the store and publishes stages: all at first, then those that a commit touched. A stage that does not
/// compile leaves its former plan in force, and every outcome is reported.
/// </summary>
internal sealed class StagePublisher(
    StageCatalog catalog, StageCompiler compiler, StageCaches caches,
    ImmutableArray<IPublicationListener> listeners, ILogger<StagePublisher> logger) : IDocumentObserver
{
    /// <value>Snapshots read before their turn at a start. Ours; one keeps a second core busy, two evens out.</value>
    private const int ReadAhead = 2;

    // Only ever touched by one call at a time: that is the observer's contract.
    private readonly Dictionary<StageKey, StagePlan> _plans = [];
    private readonly Dictionary<StageKey, string> _waiting = [];

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        _plans.Clear();
        _waiting.Clear();
        var stages = await store.ListAllAsync<StageDocument>(cancellationToken);
        var ahead = new Queue<Task<RestApiDefinition?>>();
        for (var (next, index) = (0, 0); index < stages.Length; index++)
        {
            // While one stage is compiled the next ones are read: a start has a thousand of them before it.
            for (; next < stages.Length && ahead.Count < ReadAhead; next++)
            {
                var (scope, following) = stages[next];
                ahead.Enqueue(Task.Run(() => ReadAsync(scope, following, store, cancellationToken), cancellationToken));
            }

            var (_, stage) = stages[index];
            var key = new StageKey(stages[index].Scope, stage.Id);
            await PublishAsync(key, stage.Value, await ahead.Dequeue(), store, cancellationToken);
        }

        catalog.Publish(new CatalogSnapshot(_plans.Values));
        caches.Retain(_plans.Keys.Select(key => StageContext.CacheNameOf(key.Scope, key.Id)).ToHashSet());
        foreach (var (scope, edition) in await store.ListAllAsync<StageCacheEditionDocument>(cancellationToken))
        {
            caches.Flush(StageContext.CacheNameOf(scope, edition.Id), edition.Value.ResponseFlushes);
        }
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        await FlushAsync(commit, store, cancellationToken);
        var touched = Touched(commit);
        if (touched.Count == 0)
        {
            return;
        }

        foreach (var key in touched)
        {
            var stage = await store.FindAsync<StageDocument>(key.Scope, key.Id, cancellationToken);
            if (stage is null)
            {
                _plans.Remove(key);
                _waiting.Remove(key);
                caches.Forget(StageContext.CacheNameOf(key.Scope, key.Id));
                compiler.Forget(key);
            }
            else
            {
                await PublishAsync(key, stage.Value, read: null, store, cancellationToken);
            }
        }

        catalog.Publish(new CatalogSnapshot(_plans.Values));
    }

    /// <summary>
    /// Stages that changed, stages that wait for a snapshot which has now been stored, and stages behind a VPC link or
    /// a certificate that changed.
    /// </summary>
    private HashSet<StageKey> Touched(DocumentCommit commit)
    {
        var touched = new HashSet<StageKey>();
        foreach (var change in commit.Changes)
        {
            if (change.Key.Kind == StageDocument.Kind)
            {
                touched.Add(new StageKey(change.Key.Scope, change.Key.Id));
            }
            else if (change.Key.Kind == DeploymentSnapshotDocument.Kind && !change.IsDeleted)
            {
                foreach (var (stage, snapshotId) in _waiting)
                {
                    if (stage.Scope == change.Key.Scope && snapshotId == change.Key.Id)
                    {
                        touched.Add(stage);
                    }
                }
            }
            else
            {
                touched.UnionWith(compiler.UsersOf(change.Key));
            }
        }

        return touched;
    }

    /// <param name="key">The stage's place.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="read">What its deployment froze, when it was read already.</param>
    /// <param name="store">For what else it needs.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    private async ValueTask PublishAsync(
        StageKey key, StageDocument stage, RestApiDefinition? read, IDocumentStore store,
        CancellationToken cancellationToken)
    {
        var apiId = ApiIdOf(key.Id);
        _waiting.Remove(key);
        var definition = read ?? await FindDefinitionAsync(key, apiId, stage.DeploymentId, store, cancellationToken);
        var canary = definition;
        // A canary that takes no traffic is not compiled: it costs nothing until it does.
        var canaryId = stage.CanarySettings is { PercentTraffic: > 0 } settings ? settings.DeploymentId : null;
        if (definition is not null && canaryId is not null && canaryId != stage.DeploymentId)
        {
            canary = await FindDefinitionAsync(key, apiId, canaryId, store, cancellationToken);
        }

        string? error;
        if (definition is null || canary is null)
        {
            error = $"The deployment {(definition is null ? stage.DeploymentId : canaryId)} has no snapshot.";
        }
        else
        {
            var isSplit = stage.CanarySettings is { PercentTraffic: > 0 };
            error = Compile(key, apiId, stage, definition, isSplit ? canary : null);
        }

        if (error is null)
        {
            logger.Published(apiId, stage.StageName, stage.DeploymentId);
        }
        else
        {
            logger.NotPublished(apiId, stage.StageName, stage.DeploymentId, error);
        }

        Report(new PublicationReport(apiId, stage.StageName, stage.DeploymentId, error));
    }

    private static string ApiIdOf(string stageId) =>
        stageId.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? stageId[..slash] : stageId;

    private static async Task<RestApiDefinition?> ReadAsync(
        DocumentScope scope, Versioned<StageDocument> stage, IDocumentStore store, CancellationToken cancellationToken)
    {
        var id = $"{ApiIdOf(stage.Id)}/{stage.Value.DeploymentId}";
        return (await store.FindAsync<DeploymentSnapshotDocument>(scope, id, cancellationToken))?.Value.Definition;
    }

    private async ValueTask<RestApiDefinition?> FindDefinitionAsync(
        StageKey key, string apiId, string deploymentId, IDocumentStore store, CancellationToken cancellationToken)
    {
        var snapshotId = $"{apiId}/{deploymentId}";
        var snapshot = await store.FindAsync<DeploymentSnapshotDocument>(key.Scope, snapshotId, cancellationToken);
        if (snapshot is null)
        {
            _waiting[key] = snapshotId;
        }

        return snapshot?.Value.Definition;
    }

    private async ValueTask FlushAsync(
        DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        foreach (var change in commit.Changes)
        {
            if (change.Key.Kind == StageCacheEditionDocument.Kind && !change.IsDeleted
                && await store.FindAsync<StageCacheEditionDocument>(
                    change.Key.Scope, change.Key.Id, cancellationToken) is { } edition)
            {
                caches.Flush(
                    StageContext.CacheNameOf(change.Key.Scope, change.Key.Id), edition.Value.ResponseFlushes);
            }
        }
    }

    /// <returns>Why there is no new plan, or <see langword="null"/>.</returns>
    private string? Compile(
        StageKey key, string apiId, StageDocument stage, RestApiDefinition definition, RestApiDefinition? canary)
    {
        try
        {
            _plans[key] = compiler.CompileWithCanary(key.Scope, apiId, stage, definition, canary);
            if (!stage.CacheClusterEnabled)
            {
                caches.Close(StageContext.CacheNameOf(key.Scope, key.Id));
            }

            return null;
        }
        catch (StageCompilationException exception)
        {
            return exception.Message;
        }
        catch (Exception exception)
        {
            // A fault of the compiler on one stage must not keep the others from being published.
            logger.CompilerFailed(exception, apiId, stage.StageName);
            return $"The compiler failed: {exception.Message}";
        }
    }

    private void Report(PublicationReport report)
    {
        foreach (var listener in listeners)
        {
            try
            {
                listener.OnPublished(report);
            }
            catch (Exception exception)
            {
                logger.ListenerFailed(exception);
            }
        }
    }
}

/// <summary>A stage document's place: its scope and its id <c>{apiId}/{stageName}</c>.</summary>
internal readonly record struct StageKey(DocumentScope Scope, string Id);
