using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gatehouse.Functions.Concurrency;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Catalog;

/// <summary>Every function this host can run, in memory, following the store: invoking one reads no store.</summary>
internal sealed class FunctionCatalog(Func<FunctionDocument, FunctionName, FunctionPool> createPool) : IDocumentObserver
{
    private const string Latest = "$LATEST";

    private static readonly ImmutableSortedDictionary<string, string> NoVariables =
        ImmutableSortedDictionary<string, string>.Empty;

    private readonly ConcurrentDictionary<DocumentKey, FunctionPool> _pools = [];

    /// <summary>
    /// Called with the package keys in use when the first state is loaded, before anything is invoked.
    /// </summary>
    public Func<IReadOnlySet<string>, Task>? Loaded { get; init; }

    public FunctionPool? Find(in FunctionName function)
    {
        // Versions are stored under {name}/{version}; aliases are not known here.
        var id = function.Qualifier is null or Latest ? function.Name : $"{function.Name}/{function.Qualifier}";
        return _pools.GetValueOrDefault(KeyOf(new DocumentScope(function.Account, function.Region), id));
    }

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        var packages = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (scope, document) in await store.ListAllAsync<FunctionDocument>(cancellationToken))
        {
            Apply(KeyOf(scope, document.Id), document.Value);
            if (document.Value.Code.PackageKey is { } package)
            {
                packages.Add(package);
            }
        }

        if (Loaded is not null)
        {
            await Loaded(packages);
        }
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        foreach (var change in commit.Changes)
        {
            if (string.Equals(change.Key.Kind, FunctionDocument.Kind, StringComparison.Ordinal))
            {
                var found = await store.FindAsync<FunctionDocument>(change.Key.Scope, change.Key.Id, cancellationToken);
                Apply(change.Key, found?.Value);
            }
        }
    }

    private static DocumentKey KeyOf(DocumentScope scope, string id) => new(scope, FunctionDocument.Kind, id);

    private void Apply(DocumentKey key, FunctionDocument? document)
    {
        _pools.TryGetValue(key, out var old);
        if (document is null)
        {
            _pools.TryRemove(key, out _);
            old?.Retire();
        }
        else if (old is not null && !NeedsNewProcesses(old.Document, document))
        {
            old.Update(document);
        }
        else
        {
            // New before old: calls that come now start on the new code while the old finishes what it has.
            var function = new FunctionName(
                key.Scope.Account, key.Scope.Region, document.FunctionName, document.Version);
            _pools[key] = createPool(document, function);
            old?.Retire();
        }
    }

    private static bool NeedsNewProcesses(FunctionDocument old, FunctionDocument current) =>
        old.Code != current.Code
        || old.Runtime != current.Runtime
        || old.Handler != current.Handler
        || old.Timeout != current.Timeout
        || old.MemorySize != current.MemorySize
        || old.Role != current.Role
        || old.Version != current.Version
        || !Enumerable.SequenceEqual(
            old.Environment ?? NoVariables, current.Environment ?? NoVariables)
        || !Enumerable.SequenceEqual(old.Layers ?? [], current.Layers ?? []);
}
