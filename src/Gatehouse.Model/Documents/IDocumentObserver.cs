namespace Gatehouse.Model.Documents;

/// <summary>
/// Builds state from documents: the stage catalog, the function catalog, the policies. Called first with
/// <see cref="LoadAsync"/>, then once per commit in revision order, never concurrently with itself.
/// </summary>
/// <remarks>
/// An observer that throws is logged and skipped for that commit: a document that cannot be applied never stops the
/// others, and what worked before stays in force.
/// </remarks>
public interface IDocumentObserver
{
    /// <summary>Builds the state from everything that is stored now.</summary>
    ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken);

    /// <summary>Applies one commit. The store may already hold later ones; reading current documents is right.</summary>
    ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken);
}
