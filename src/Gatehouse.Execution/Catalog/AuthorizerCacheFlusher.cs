using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Compilation;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// Empties the authorizer caches of stages that were flushed (FlushStageAuthorizersCache, ResetAuthorizersCache) or
/// deleted. A flush is a count in a document, so that it reaches every node.
/// </summary>
internal sealed class AuthorizerCacheFlusher(AuthorizerCaches caches) : IDocumentObserver
{
    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        foreach (var (scope, edition) in await store.ListAllAsync<StageCacheEditionDocument>(cancellationToken))
        {
            caches.Flush(StageContext.CacheNameOf(scope, edition.Id), edition.Value.AuthorizerFlushes);
        }

        foreach (var (scope, edition) in await store.ListAllAsync<StageCacheEditionV2Document>(cancellationToken))
        {
            caches.Flush(StageContext.CacheNameOf(scope, edition.Id), edition.Value.AuthorizerResets);
        }
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        foreach (var change in commit.Changes)
        {
            var name = StageContext.CacheNameOf(change.Key.Scope, change.Key.Id);
            if (change.IsDeleted && (change.Key.Kind == StageDocument.Kind || change.Key.Kind == StageV2Document.Kind))
            {
                caches.Forget(name);
            }
            else if (change.Key.Kind == StageCacheEditionDocument.Kind && !change.IsDeleted
                && await store.FindAsync<StageCacheEditionDocument>(
                    change.Key.Scope, change.Key.Id, cancellationToken) is { } edition)
            {
                caches.Flush(name, edition.Value.AuthorizerFlushes);
            }
            else if (change.Key.Kind == StageCacheEditionV2Document.Kind && !change.IsDeleted
                && await store.FindAsync<StageCacheEditionV2Document>(
                    change.Key.Scope, change.Key.Id, cancellationToken) is { } editionV2)
            {
                caches.Flush(name, editionV2.Value.AuthorizerResets);
            }
        }
    }
}
