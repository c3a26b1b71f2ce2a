using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gatehouse.Functions.Concurrency;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Catalog;

/// <summary>Every function this host can run, in memory, following the store: invoking one reads no store.</summary>
internal sealed class FunctionCatalog(Func<FunctionDocument, FunctionName, ReservedShare, FunctionPool> createPool)
    : IDocumentObserver
{
    private const string Latest = "$LATEST";

    private static readonly ImmutableSortedDictionary<string, string> NoVariables =
        ImmutableSortedDictionary<string, string>.Empty;

    private readonly ConcurrentDictionary<DocumentKey, FunctionPool> _pools = [];
    private readonly ConcurrentDictionary<DocumentKey, ReservedShare> _shares = [];
    private readonly ConcurrentDictionary<DocumentKey, AliasDocument> _aliases = [];
    private readonly ConcurrentDictionary<DocumentKey, int> _provisioned = [];
    private readonly ConcurrentDictionary<DocumentKey, EventInvokeDocument> _events = [];

    /// <summary>
    /// Called with the package keys in use when the first state is loaded, before anything is invoked.
    /// </summary>
    public Func<IReadOnlySet<string>, Task>? Loaded { get; init; }

    /// <param name="function">A version, an alias, or none for <c>$LATEST</c>.</param>
    /// <param name="draw">0 to 1: which version of a weighted alias it is.</param>
    public FunctionPool? Find(in FunctionName function, double draw = 1)
    {
        var scope = new DocumentScope(function.Account, function.Region);
        if (function.Qualifier is null or Latest)
        {
            return _pools.GetValueOrDefault(KeyOf(scope, function.Name));
        }

        var id = $"{function.Name}/{function.Qualifier}";
        if (_pools.TryGetValue(KeyOf(scope, id), out var pool))
        {
            return pool;
        }

        return _aliases.TryGetValue(new DocumentKey(scope, AliasDocument.Kind, id), out var alias)
            ? _pools.GetValueOrDefault(KeyOf(scope, IdOf(function.Name, Choose(alias, draw))))
            : null;
    }

    /// <summary>Whether calls of this name are spread over two versions.</summary>
    public bool IsWeighted(in FunctionName function) =>
        function.Qualifier is { } qualifier and not Latest
        && _aliases.TryGetValue(
            new DocumentKey(
                new DocumentScope(function.Account, function.Region), AliasDocument.Kind,
                $"{function.Name}/{qualifier}"),
            out var alias)
        && alias.AdditionalWeights is { IsEmpty: false };

    /// <summary>What the function's owner has settled about its events.</summary>
    public EventInvokeDocument? FindEventSettings(in FunctionName function)
    {
        var scope = new DocumentScope(function.Account, function.Region);
        return _events.GetValueOrDefault(
            new DocumentKey(scope, EventInvokeDocument.Kind, IdOf(function.Name, function.Qualifier ?? Latest)));
    }

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        var packages = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (scope, document) in await store.ListAllAsync<FunctionDocument>(cancellationToken))
        {
            Apply(KeyOf(scope, document.Id), document.Value);
            packages.UnionWith((document.Value.Layers ?? []).Select(static layer => layer.PackageKey));
            if (document.Value.Code.PackageKey is { } package)
            {
                packages.Add(package);
            }
        }

        foreach (var (scope, document) in await store.ListAllAsync<AliasDocument>(cancellationToken))
        {
            _aliases[new DocumentKey(scope, AliasDocument.Kind, document.Id)] = document.Value;
        }

        foreach (var (scope, document) in await store.ListAllAsync<EventInvokeDocument>(cancellationToken))
        {
            _events[new DocumentKey(scope, EventInvokeDocument.Kind, document.Id)] = document.Value;
        }

        foreach (var (scope, document) in await store.ListAllAsync<ProvisionedConcurrencyDocument>(cancellationToken))
        {
            _provisioned[new DocumentKey(scope, ProvisionedConcurrencyDocument.Kind, document.Id)] =
                document.Value.Requested;
        }

        if (Loaded is not null)
        {
            await Loaded(packages);
        }

        Warm();
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        var isAboutFunctions = false;
        foreach (var change in commit.Changes)
        {
            isAboutFunctions |= await TryApplyAsync(change.Key, store, cancellationToken);
        }

        if (isAboutFunctions && !_provisioned.IsEmpty)
        {
            Warm();
        }
    }

    private static DocumentKey KeyOf(DocumentScope scope, string id) => new(scope, FunctionDocument.Kind, id);

    private static string IdOf(string name, string qualifier) =>
        qualifier == Latest ? name : $"{name}/{qualifier}";

    private static string NameOf(string id) => id.IndexOf('/', StringComparison.Ordinal) is > 0 and var end
        ? id[..end] : id;

    private static string Choose(AliasDocument alias, double draw)
    {
        foreach (var (version, weight) in
            alias.AdditionalWeights ?? ImmutableSortedDictionary<string, double>.Empty)
        {
            if (draw < weight)
            {
                return version;
            }
        }

        return alias.FunctionVersion;
    }

    private async ValueTask<bool> TryApplyAsync(
        DocumentKey key, IDocumentStore store, CancellationToken cancellationToken)
    {
        switch (key.Kind)
        {
            case "lambda/function":
                Apply(key, (await store.FindAsync<FunctionDocument>(key.Scope, key.Id, cancellationToken))?.Value);
                return true;
            case "lambda/alias":
                Put(
                    _aliases, key,
                    (await store.FindAsync<AliasDocument>(key.Scope, key.Id, cancellationToken))?.Value);
                return true;
            case "lambda/event-invoke-config":
                Put(
                    _events, key,
                    (await store.FindAsync<EventInvokeDocument>(key.Scope, key.Id, cancellationToken))?.Value);
                return true;
            case "lambda/provisioned-concurrency":
                var found =
                    await store.FindAsync<ProvisionedConcurrencyDocument>(key.Scope, key.Id, cancellationToken);
                if (found is null)
                {
                    _provisioned.TryRemove(key, out _);
                    Find(NameOf(key))?.KeepWarm(0);
                }
                else
                {
                    _provisioned[key] = found.Value.Requested;
                }

                return true;
            default:
                return false;
        }
    }

    private static void Put<T>(ConcurrentDictionary<DocumentKey, T> table, DocumentKey key, T? value)
        where T : class
    {
        if (value is null)
        {
            table.TryRemove(key, out _);
        }
        else
        {
            table[key] = value;
        }
    }

    private static FunctionName NameOf(DocumentKey key) => new(
        key.Scope.Account, key.Scope.Region, NameOf(key.Id), key.Id[(NameOf(key.Id).Length + 1)..]);

    /// <summary>
    /// Tells every pool how many processes to keep: an alias counts for the version it leads to (its first one).
    /// </summary>
    private void Warm()
    {
        var wanted = new Dictionary<FunctionPool, int>();
        foreach (var (key, requested) in _provisioned)
        {
            if (Find(NameOf(key)) is { } pool)
            {
                wanted[pool] = wanted.GetValueOrDefault(pool) + requested;
            }
        }

        foreach (var pool in _pools.Values)
        {
            pool.KeepWarm(wanted.GetValueOrDefault(pool));
        }
    }

    private void Apply(DocumentKey key, FunctionDocument? document)
    {
        _pools.TryGetValue(key, out var old);
        var share = _shares.GetOrAdd(KeyOf(key.Scope, NameOf(key.Id)), static _ => new ReservedShare());
        if (document?.Version == Latest)
        {
            // What is reserved holds for all versions of the function together.
            share.Limit = document.ReservedConcurrentExecutions;
        }

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
            _pools[key] = createPool(document, function, share);
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
        || Sandboxes.LogSettings.Of(old) != Sandboxes.LogSettings.Of(current)
        || !Enumerable.SequenceEqual(
            old.Environment ?? NoVariables, current.Environment ?? NoVariables)
        || !Enumerable.SequenceEqual(old.Layers ?? [], current.Layers ?? []);
}
