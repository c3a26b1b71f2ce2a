using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Tests.Fakes;

namespace Gatehouse.Tests.Storage;

/// <summary>The fake keeps the promises of the real one, so that what passes with it passes with SQLite.</summary>
public sealed class InMemoryDocumentStoreTests : DocumentStoreContract
{
    protected override Task<IDocumentStore> OpenAsync(params ImmutableArray<IDocumentObserver> observers) =>
        Task.FromResult<IDocumentStore>(new InMemoryDocumentStore([.. observers]));
}
