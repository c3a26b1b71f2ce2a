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
    // Only ever touched by one call at a time: that is the observer's contract.
    private readonly Dictionary<StageKey, StagePlan> _plans = [];
    private readonly Dictionary<StageKey, string> _waiting = [];

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        _plans.Clear();
        _waiting.Clear();
        var stages = await store.ListAllAsync<StageDocument>(cancellationToken);
        // A start has a thousand of them before it, and no stage needs another: every core compiles.
        var outcomes = new Outcome[stages.Length];
        await Parallel.ForAsync(0, stages.Length, cancellationToken, async (index, token) =>
        {
            var (scope, stage) = stages[index];
            outcomes[index] = await CompileAsync(new StageKey(scope, stage.Id), stage.Value, store, token);
        });
        for (var index = 0; index < stages.Length; index++)
        {
            var (scope, stage) = stages[index];
            Conclude(new StageKey(scope, stage.Id), stage.Value, outcomes[index]);
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
                Conclude(key, stage.Value, await CompileAsync(key, stage.Value, store, cancellationToken));
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

    /// <summary>Reads what the stage's deployments froze and compiles it. Changes nothing here: several may run at once.</summary>
    private async ValueTask<Outcome> CompileAsync(
        StageKey key, StageDocument stage, IDocumentStore store, CancellationToken cancellationToken)
    {
        var apiId = ApiIdOf(key.Id);
        var definition = await FindDefinitionAsync(key, apiId, stage.DeploymentId, store, cancellationToken);
        if (definition is null)
        {
            return Outcome.Waiting(apiId, stage.DeploymentId);
        }

        // A canary that takes no traffic is not compiled: it costs nothing until it does.
        if (stage.CanarySettings is not { PercentTraffic: > 0 } settings)
        {
            return Compile(key, apiId, stage, definition, canary: null);
        }

        if (settings.DeploymentId is null || settings.DeploymentId == stage.DeploymentId)
        {
            return Compile(key, apiId, stage, definition, definition);
        }

        var canary = await FindDefinitionAsync(key, apiId, settings.DeploymentId, store, cancellationToken);
        return canary is null
            ? Outcome.Waiting(apiId, settings.DeploymentId)
            : Compile(key, apiId, stage, definition, canary);
    }

    /// <summary>Puts the new plan in force, or leaves the former one there, and says so.</summary>
    private void Conclude(StageKey key, StageDocument stage, Outcome outcome)
    {
        _waiting.Remove(key);
        if (outcome.AwaitedSnapshot is { } snapshot)
        {
            _waiting[key] = snapshot;
        }

        if (outcome.Plan is { } plan)
        {
            _plans[key] = plan;
            if (!stage.CacheClusterEnabled)
            {
                caches.Close(StageContext.CacheNameOf(key.Scope, key.Id));
            }
        }

        var apiId = ApiIdOf(key.Id);
        if (outcome.Error is null)
        {
            logger.Published(apiId, stage.StageName, stage.DeploymentId);
        }
        else
        {
            logger.NotPublished(apiId, stage.StageName, stage.DeploymentId, outcome.Error);
        }

        Report(new PublicationReport(apiId, stage.StageName, stage.DeploymentId, outcome.Error));
    }

    private static string ApiIdOf(string stageId) =>
        stageId.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? stageId[..slash] : stageId;

    private static async ValueTask<RestApiDefinition?> FindDefinitionAsync(
        StageKey key, string apiId, string deploymentId, IDocumentStore store, CancellationToken cancellationToken)
    {
        var snapshot = await store.FindAsync<DeploymentSnapshotDocument>(
            key.Scope, SnapshotId(apiId, deploymentId), cancellationToken);
        return snapshot?.Value.Definition;
    }

    private static string SnapshotId(string apiId, string deploymentId) => $"{apiId}/{deploymentId}";

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

    private Outcome Compile(
        StageKey key, string apiId, StageDocument stage, RestApiDefinition definition, RestApiDefinition? canary)
    {
        try
        {
            return new Outcome(compiler.CompileWithCanary(key.Scope, apiId, stage, definition, canary), null, null);
        }
        catch (StageCompilationException exception)
        {
            return new Outcome(null, exception.Message, null);
        }
        catch (Exception exception)
        {
            // A fault of the compiler on one stage must not keep the others from being published.
            logger.CompilerFailed(exception, apiId, stage.StageName);
            return new Outcome(null, $"The compiler failed: {exception.Message}", null);
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

    /// <param name="Plan">The new plan; <see langword="null"/> when there is none.</param>
    /// <param name="Error">Why there is none.</param>
    /// <param name="AwaitedSnapshot">The id of the snapshot that has to be stored first.</param>
    private sealed record Outcome(StagePlan? Plan, string? Error, string? AwaitedSnapshot)
    {
        public static Outcome Waiting(string apiId, string deploymentId) =>
            new(null, $"The deployment {deploymentId} has no snapshot.", SnapshotId(apiId, deploymentId));
    }
}

/// <summary>A stage document's place: its scope and its id <c>{apiId}/{stageName}</c>.</summary>
internal readonly record struct StageKey(DocumentScope Scope, string Id);
