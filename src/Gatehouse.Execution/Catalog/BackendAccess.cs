using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// What stages need to reach their backends beside their own definition: VPC links and client certificates, in memory,
/// and which stages asked for them. Their state is live: a change compiles those stages anew
/// (rest-control-plane §3.2).
/// </summary>
internal sealed class BackendAccess(ILogger<BackendAccess> logger) : IDocumentObserver
{
    // Written by the observers' feed; read by compilers, of which several run at once.
    private readonly ConcurrentDictionary<(DocumentScope Scope, string Id), VpcLinkDocument> _links = new();
    private readonly ConcurrentDictionary<(DocumentScope Scope, string Id), X509Certificate2> _certificates = new();
    private readonly ConcurrentDictionary<DocumentKey, ConcurrentDictionary<StageKey, byte>> _users = new();

    /// <returns><see langword="null"/> when there is none; the stage is compiled again when there is.</returns>
    public VpcLinkDocument? FindLink(in StageKey stage, string id)
    {
        AddUser(new DocumentKey(stage.Scope, VpcLinkDocument.Kind, id), stage);
        return _links.GetValueOrDefault((stage.Scope, id));
    }

    /// <returns>The certificate with its private key; <see langword="null"/> when there is none.</returns>
    public X509Certificate2? FindCertificate(in StageKey stage, string id)
    {
        AddUser(new DocumentKey(stage.Scope, ClientCertificateKeyDocument.Kind, id), stage);
        return _certificates.GetValueOrDefault((stage.Scope, id));
    }

    /// <summary>Stages that looked for this document when they were compiled.</summary>
    public IEnumerable<StageKey> UsersOf(in DocumentKey key) =>
        _users.TryGetValue(key, out var stages) ? stages.Keys : [];

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        _links.Clear();
        _certificates.Clear();
        _users.Clear();
        foreach (var (scope, link) in await store.ListAllAsync<VpcLinkDocument>(cancellationToken))
        {
            _links[(scope, link.Id)] = link.Value;
        }

        foreach (var (scope, key) in await store.ListAllAsync<ClientCertificateKeyDocument>(cancellationToken))
        {
            await LoadCertificateAsync(store, scope, key, cancellationToken);
        }
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        foreach (var change in commit.Changes)
        {
            var (scope, kind, id) = change.Key;
            if (kind == VpcLinkDocument.Kind)
            {
                _links.TryRemove((scope, id), out _);
                if (await store.FindAsync<VpcLinkDocument>(scope, id, cancellationToken) is { } link)
                {
                    _links[(scope, id)] = link.Value;
                }
            }
            else if (kind == ClientCertificateKeyDocument.Kind)
            {
                // A pair is never changed, only made and removed.
                _certificates.TryRemove((scope, id), out _);
                if (await store.FindAsync<ClientCertificateKeyDocument>(scope, id, cancellationToken) is { } key)
                {
                    await LoadCertificateAsync(store, scope, key, cancellationToken);
                }
            }
        }
    }

    private async ValueTask LoadCertificateAsync(
        IDocumentStore store, DocumentScope scope, Versioned<ClientCertificateKeyDocument> key,
        CancellationToken cancellationToken)
    {
        if (await store.FindAsync<ClientCertificateDocument>(scope, key.Id, cancellationToken) is not { } certificate)
        {
            return;
        }

        try
        {
            _certificates[(scope, key.Id)] = X509Certificate2.CreateFromPem(
                certificate.Value.PemEncodedCertificate, key.Value.PemEncodedKey);
        }
        catch (CryptographicException exception)
        {
            // The stages that name it refuse their calls, and the others go on.
            logger.CertificateUnusable(exception, key.Id);
        }
    }

    private void AddUser(in DocumentKey key, in StageKey stage) =>
        _users.GetOrAdd(key, static _ => new()).TryAdd(stage, 0);
}

internal static partial class BackendAccessLog
{
    [LoggerMessage(4311, LogLevel.Error, "The client certificate {Id} cannot be used")]
    public static partial void CertificateUnusable(this ILogger logger, Exception exception, string id);
}
