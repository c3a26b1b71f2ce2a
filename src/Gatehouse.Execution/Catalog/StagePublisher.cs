using System.Collections.Immutable;
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
    StageCatalog catalog, StageCompiler compiler, ImmutableArray<IPublicationListener> listeners,
    ILogger<StagePublisher> logger) : IDocumentObserver
{
    // Only ever touched by one call at a time: that is the observer's contract.
    private readonly Dictionary<StageKey, StagePlan> _plans = [];
    private readonly Dictionary<StageKey, string> _waiting = [];

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        _plans.Clear();
        _waiting.Clear();
        foreach (var (scope, stage) in await store.ListAllAsync<StageDocument>(cancellationToken))
        {
            await PublishAsync(new StageKey(scope, stage.Id), stage.Value, store, cancellationToken);
        }

        catalog.Publish(new CatalogSnapshot(_plans.Values));
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
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
            }
            else
            {
                await PublishAsync(key, stage.Value, store, cancellationToken);
            }
        }

        catalog.Publish(new CatalogSnapshot(_plans.Values));
    }

    /// <summary>Stages that changed, and stages that wait for a snapshot which has now been stored.</summary>
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
        }

        return touched;
    }

    private async ValueTask PublishAsync(
        StageKey key, StageDocument stage, IDocumentStore store, CancellationToken cancellationToken)
    {
        var slash = key.Id.IndexOf('/', StringComparison.Ordinal);
        var apiId = slash < 0 ? key.Id : key.Id[..slash];
        var snapshotId = $"{apiId}/{stage.DeploymentId}";
        var snapshot = await store.FindAsync<DeploymentSnapshotDocument>(key.Scope, snapshotId, cancellationToken);
        string? error = null;
        if (snapshot is null)
        {
            _waiting[key] = snapshotId;
            error = $"The deployment {stage.DeploymentId} has no snapshot.";
        }
        else
        {
            _waiting.Remove(key);
            error = Compile(key, apiId, stage, snapshot.Value.Definition);
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

    /// <returns>Why there is no new plan, or <see langword="null"/>.</returns>
    private string? Compile(StageKey key, string apiId, StageDocument stage, RestApiDefinition definition)
    {
        try
        {
            _plans[key] = compiler.Compile(key.Scope, apiId, stage, definition);
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
