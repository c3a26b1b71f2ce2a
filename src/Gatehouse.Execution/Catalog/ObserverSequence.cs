using System.Collections.Immutable;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Catalog;

/// <summary>Several observers as one, in order. One that throws does not keep the commit from those after it.</summary>
internal sealed class ObserverSequence(params ImmutableArray<IDocumentObserver> observers) : IDocumentObserver
{
    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        foreach (var observer in observers)
        {
            await observer.LoadAsync(store, cancellationToken);
        }
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        List<Exception>? failures = null;
        foreach (var observer in observers)
        {
            try
            {
                await observer.ApplyAsync(commit, store, cancellationToken);
            }
            catch (Exception exception)
            {
                (failures ??= []).Add(exception);
            }
        }

        if (failures is not null)
        {
            throw new AggregateException(failures); // the store's feed logs it
        }
    }
}
