using System.Collections.Frozen;
using Gatehouse.Identity.Tokens;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Identity.UserPools;

/// <summary>
/// The pools of the house in memory: where a client or a domain belongs, and the public keys of each pool. Follows the
/// store; a look-up takes no lock.
/// </summary>
/// <param name="issuerBase">
/// Before the pool's id in tokens, such as <c>https://login.example.com</c>; <see langword="null"/> for Amazon's own form, which
/// templates and libraries compute from the pool's id.
/// </param>
public sealed class UserPoolDirectory(string? issuerBase = null) : IDocumentObserver, IUserPoolKeySets
{
    private const string AmazonPrefix = "https://cognito-idp.";
    private const string AmazonSuffix = ".amazonaws.com/";

    private readonly string? _base = issuerBase?.TrimEnd('/');
    private volatile View _view = View.Empty;

    /// <summary>The base of issuers that the operator chose.</summary>
    public string? IssuerBase => _base;

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var pools = new Dictionary<string, DocumentScope>(StringComparer.Ordinal);
        foreach (var (scope, pool) in await store.ListAllAsync<UserPoolDocument>(cancellationToken))
        {
            pools[pool.Id] = scope;
        }

        var keys = new Dictionary<string, PoolKeySet>(StringComparer.Ordinal);
        foreach (var (_, one) in await store.ListAllAsync<UserPoolKeysDocument>(cancellationToken))
        {
            keys[one.Id] = PoolKeySet.Of(one.Value);
        }

        var clients = new Dictionary<string, PoolPlace>(StringComparer.Ordinal);
        foreach (var (scope, client) in await store.ListAllAsync<UserPoolClientDocument>(cancellationToken))
        {
            clients[client.Value.Id] = new PoolPlace(scope, client.Value.PoolId);
        }

        var domains = new Dictionary<string, PoolPlace>(StringComparer.OrdinalIgnoreCase);
        foreach (var (scope, domain) in await store.ListAllAsync<UserPoolDomainDocument>(cancellationToken))
        {
            domains[domain.Id] = new PoolPlace(scope, domain.Value.PoolId);
        }

        _view = new View(
            pools.ToFrozenDictionary(StringComparer.Ordinal), keys.ToFrozenDictionary(StringComparer.Ordinal),
            clients.ToFrozenDictionary(StringComparer.Ordinal),
            domains.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    public ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);

        // Pools, clients and domains change seldom, and are few; users and sessions change often and are not held here.
        return commit.Changes.Any(static change => IsHeld(change.Key.Kind)) ? LoadAsync(store, cancellationToken) : default;
    }

    public PoolPlace? FindClient(string clientId) =>
        _view.Clients.TryGetValue(clientId, out var place) ? place : null;

    /// <param name="domain">A prefix, or a host name.</param>
    public PoolPlace? FindDomain(string domain) => _view.Domains.TryGetValue(domain, out var place) ? place : null;

    public PoolPlace? Find(string poolId) =>
        _view.Pools.TryGetValue(poolId, out var scope) ? new PoolPlace(scope, poolId) : null;

    public ReadOnlyMemory<byte>? FindKeySet(string poolId)
    {
        // Spelled out: an array that is null would become memory that is empty, and a pool that is not here a pool of no keys.
        if (_view.Keys.TryGetValue(poolId, out var keys))
        {
            return keys.Json;
        }

        return null;
    }

    /// <summary>The same keys, read: for tokens that come back to the pool.</summary>
    public KeySet? FindKeys(string poolId) => _view.Keys.GetValueOrDefault(poolId)?.Keys;

    public string IssuerOf(string poolId)
    {
        ArgumentNullException.ThrowIfNull(poolId);
        var region = poolId[..Math.Max(0, poolId.IndexOf('_', StringComparison.Ordinal))];
        return _base is null ? $"{AmazonPrefix}{region}{AmazonSuffix}{poolId}" : $"{_base}/{poolId}";
    }

    public string? FindPool(string issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        var pool = issuer[(issuer.LastIndexOf('/') + 1)..];
        return _view.Pools.ContainsKey(pool) && string.Equals(IssuerOf(pool), issuer, StringComparison.Ordinal)
            ? pool
            : null;
    }

    private static bool IsHeld(string kind) => kind is not null
        && (kind == UserPoolDocument.Kind || kind == UserPoolKeysDocument.Kind || kind == UserPoolClientDocument.Kind
            || kind == UserPoolDomainDocument.Kind);

    private sealed record PoolKeySet(byte[] Json, KeySet Keys)
    {
        public static PoolKeySet Of(UserPoolKeysDocument document)
        {
            var json = PoolKeys.WriteKeySet(document.Keys);
            return new PoolKeySet(json, KeySetReader.TryRead(json) ?? KeySet.Empty);
        }
    }

    private sealed record View(
        FrozenDictionary<string, DocumentScope> Pools, FrozenDictionary<string, PoolKeySet> Keys,
        FrozenDictionary<string, PoolPlace> Clients, FrozenDictionary<string, PoolPlace> Domains)
    {
        public static readonly View Empty = new(
            FrozenDictionary<string, DocumentScope>.Empty, FrozenDictionary<string, PoolKeySet>.Empty,
            FrozenDictionary<string, PoolPlace>.Empty, FrozenDictionary<string, PoolPlace>.Empty);
    }
}

/// <summary>A pool, and where its documents are.</summary>
public readonly record struct PoolPlace(DocumentScope Scope, string PoolId);
