using System.Collections.Immutable;

namespace Gatehouse.Model.Documents;

/// <summary>
/// The one store of documents. Reads see every commit that was acknowledged before they began. When
/// <see cref="CommitAsync"/> returns, the commit survives a crash of the process and this node's observers
/// (<see cref="IDocumentObserver"/>) have applied it, so that a client which deploys and then calls meets what it deployed.
/// </summary>
public interface IDocumentStore
{
    /// <returns>The document, or <see langword="null"/> when there is none.</returns>
    ValueTask<Versioned<T>?> FindAsync<T>(DocumentScope scope, string id, CancellationToken cancellationToken)
        where T : class, IDocument<T>;

    /// <summary>Documents whose id begins with <paramref name="idPrefix"/> (empty for all), in ordinal order of id.</summary>
    ValueTask<ImmutableArray<Versioned<T>>> ListAsync<T>(
        DocumentScope scope, string idPrefix, CancellationToken cancellationToken)
        where T : class, IDocument<T>;

    /// <summary>Documents of this kind in every scope: for observers that build their first state.</summary>
    ValueTask<ImmutableArray<(DocumentScope Scope, Versioned<T> Document)>> ListAllAsync<T>(
        CancellationToken cancellationToken)
        where T : class, IDocument<T>;

    /// <returns>The revision of the commit.</returns>
    /// <exception cref="DocumentConflictException">An expectation of the batch did not hold; nothing was stored.</exception>
    ValueTask<long> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken);
}
