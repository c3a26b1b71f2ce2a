using System.Collections.Immutable;
using Gatehouse.Execution.Compilation;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// Follows the store and publishes the stages of one kind of version 2's APIs: all at first, then those that a commit
/// touched. A stage that does not compile leaves its former plan in force, and every outcome is reported.
/// </summary>
/// <param name="protocolType">Of the APIs it serves; the others are another plane's.</param>
/// <param name="listeners">Hear of every outcome.</param>
/// <param name="logger">Of the kind's own publisher.</param>
internal abstract class ApiV2StagePublisher(
    string protocolType, ImmutableArray<IPublicationListener> listeners, ILogger logger) : IDocumentObserver
{
    // Only ever touched by one call at a time: that is the observer's contract.
    private readonly Dictionary<ScopedId, bool> _apis = [];

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        Clear();
        _apis.Clear();
        foreach (var (scope, api) in await store.ListAllAsync<ApiV2Document>(cancellationToken))
        {
            NoteApi(new ScopedId(scope, api.Id), api.Value);
        }

        foreach (var (scope, stage) in await store.ListAllAsync<StageV2Document>(cancellationToken))
        {
            await PublishAsync(new StageKey(scope, stage.Id), stage.Value, store, cancellationToken);
        }

        PublishAll();
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        var touched = new HashSet<StageKey>();
        var isChanged = false;
        foreach (var change in commit.Changes)
        {
            if (change.Key.Kind == StageV2Document.Kind)
            {
                touched.Add(new StageKey(change.Key.Scope, change.Key.Id));
            }
            else if (change.Key.Kind == ApiV2Document.Kind)
            {
                var key = new ScopedId(change.Key.Scope, change.Key.Id);
                NoteApi(key, (await store.FindAsync<ApiV2Document>(key.Scope, key.Id, cancellationToken))?.Value);
                isChanged = true;
            }
            else
            {
                // Links and certificates are live: the stages that looked for them are compiled anew.
                touched.UnionWith(UsersOf(change.Key));
            }
        }

        foreach (var key in touched)
        {
            var stage = await store.FindAsync<StageV2Document>(key.Scope, key.Id, cancellationToken);
            if (stage is not null)
            {
                await PublishAsync(key, stage.Value, store, cancellationToken);
            }
            else if (Retire(key))
            {
                Forget(key);
            }
        }

        if (isChanged || touched.Count > 0)
        {
            PublishAll();
        }
    }

    /// <summary>Stages that were compiled with what this document says, beside their own.</summary>
    protected abstract IEnumerable<StageKey> UsersOf(in DocumentKey key);

    /// <summary>Compiles a stage and keeps it for the next snapshot.</summary>
    /// <exception cref="StageCompilationException">The documents contradict each other.</exception>
    protected abstract void Compile(StageKey key, string apiId, StageV2Document stage, ApiV2Definition definition);

    /// <summary>A stage serves nothing any more.</summary>
    /// <returns><see langword="false"/> when it did not before.</returns>
    protected abstract bool Retire(StageKey key);

    /// <summary>A stage was deleted: its counters and buckets go with it.</summary>
    protected abstract void Forget(StageKey key);

    /// <summary>Forgets every stage.</summary>
    protected abstract void Clear();

    /// <summary>Puts the stages in force.</summary>
    /// <param name="apis">Every API of this kind, deployed or not.</param>
    protected abstract void Publish(IEnumerable<string> apis);

    private void PublishAll() => Publish(_apis.Where(static api => api.Value).Select(static api => api.Key.Id));

    private void NoteApi(ScopedId key, ApiV2Document? api)
    {
        if (api is null)
        {
            _apis.Remove(key);
        }
        else
        {
            _apis[key] = api.ProtocolType == protocolType;
        }
    }

    private async ValueTask PublishAsync(
        StageKey key, StageV2Document stage, IDocumentStore store, CancellationToken cancellationToken)
    {
        var slash = key.Id.IndexOf('/', StringComparison.Ordinal);
        var apiId = slash < 0 ? key.Id : key.Id[..slash];
        if (!_apis.GetValueOrDefault(new ScopedId(key.Scope, apiId)))
        {
            return; // another kind of API
        }

        if (stage.DeploymentId is not { Length: > 0 } deploymentId)
        {
            Retire(key); // nothing was deployed yet, or not any more: it serves nothing
            return;
        }

        var definition = await ApiV2Definitions.FindDeployedAsync(
            store, key.Scope, apiId, deploymentId, cancellationToken);
        var error = definition is null
            ? $"The deployment {deploymentId} has no snapshot."
            : TryCompile(key, apiId, stage, definition);
        if (error is null)
        {
            logger.Published(apiId, stage.StageName, deploymentId);
        }
        else
        {
            logger.NotPublished(apiId, stage.StageName, deploymentId, error);
        }

        Report(new PublicationReport(apiId, stage.StageName, deploymentId, error));
    }

    /// <returns>Why there is no new plan, or <see langword="null"/>.</returns>
    private string? TryCompile(StageKey key, string apiId, StageV2Document stage, ApiV2Definition definition)
    {
        try
        {
            Compile(key, apiId, stage, definition);
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
