using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// The certificates of custom domains, ready for handshakes. One that did not change keeps its context when domains are
/// published anew, and with it the sessions that clients may resume.
/// </summary>
internal sealed class DomainCertificates(ILogger logger)
{
    // Only ever touched by the observers' feed, one call at a time.
    private readonly Dictionary<string, (long Edition, SslStreamCertificateContext? Context)> _contexts =
        new(StringComparer.Ordinal);

    private readonly Dictionary<string, (string Pem, Truststore? Truststore)> _truststores = new(StringComparer.Ordinal);

    private Dictionary<string, (DocumentScope Scope, Versioned<CertificateDocument> Certificate)> _byArn = [];
    private Dictionary<(DocumentScope Scope, string Id), Versioned<CertificateKeyDocument>> _keys = [];
    private Dictionary<(DocumentScope Scope, string Id), Versioned<DomainCertificateDocument>> _uploads = [];
    private Dictionary<(DocumentScope Scope, string Id), TruststoreDocument> _bundles = [];

    public static bool IsOne(string kind) =>
        kind == CertificateDocument.Kind || kind == CertificateKeyDocument.Kind || kind == DomainCertificateDocument.Kind
        || kind == TruststoreDocument.Kind;

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        _byArn = (await store.ListAllAsync<CertificateDocument>(cancellationToken)).ToDictionary(
            static one => CertificateDocument.ArnOf(one.Scope, one.Document.Id), static one => (one.Scope, one.Document),
            StringComparer.Ordinal);
        _keys = await ByIdAsync<CertificateKeyDocument>(store, cancellationToken);
        _uploads = await ByIdAsync<DomainCertificateDocument>(store, cancellationToken);
        _bundles = (await ByIdAsync<TruststoreDocument>(store, cancellationToken)).ToDictionary(
            static one => one.Key, static one => one.Value.Value);
    }

    /// <returns><see langword="null"/> when the house has no certificate of the domain, or it cannot be used.</returns>
    public SslStreamCertificateContext? Find(DocumentScope scope, string domainId, DomainNameDocument domain)
    {
        foreach (var arn in new[] { domain.RegionalCertificateArn, domain.CertificateArn })
        {
            if (arn is not null && _byArn.TryGetValue(arn, out var found)
                && _keys.TryGetValue((found.Scope, found.Certificate.Id), out var key))
            {
                var document = found.Certificate.Value;
                return Context(
                    arn, Math.Max(found.Certificate.Revision, key.Revision),
                    document.Certificate, document.Chain, key.Value.PrivateKey);
            }
        }

        return _uploads.TryGetValue((scope, domainId), out var upload)
            ? Context($"{scope} {domainId}", upload.Revision, upload.Value.Body, upload.Value.Chain, upload.Value.PrivateKey)
            : null;
    }

    /// <summary>The same object as long as the bundle is the same: verdicts over certificates hang on it.</summary>
    public Truststore? FindTruststore(DocumentScope scope, string domainId, DomainNameDocument domain)
    {
        var name = $"{scope} {domainId}";
        if (!_bundles.TryGetValue((scope, domainId), out var bundle)
            || bundle.Uri != domain.MutualTlsAuthentication?.TruststoreUri
            || bundle.Version != domain.MutualTlsAuthentication?.TruststoreVersion)
        {
            _truststores.Remove(name);
            return null;
        }

        if (!_truststores.TryGetValue(name, out var known) || known.Pem != bundle.Pem)
        {
            if (Truststore.TryParse(bundle.Pem, out var truststore) is { } fault)
            {
                logger.TruststoreUnusable(domain.DomainName, fault);
            }

            known = (bundle.Pem, truststore);
            _truststores[name] = known;
        }

        return known.Truststore;
    }

    private SslStreamCertificateContext? Context(string name, long edition, string body, string? chain, string key)
    {
        if (_contexts.TryGetValue(name, out var known) && known.Edition == edition)
        {
            return known.Context;
        }

        SslStreamCertificateContext? context = null;
        try
        {
            var others = new X509Certificate2Collection();
            if (chain is not null)
            {
                others.ImportFromPem(chain);
            }

            // Offline: nothing is fetched to complete the chain (security §9.2).
            context = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(body, key), others, offline: true);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            logger.DomainCertificateUnusable(exception, name);
        }

        _contexts[name] = (edition, context);
        return context;
    }

    private static async ValueTask<Dictionary<(DocumentScope Scope, string Id), Versioned<T>>> ByIdAsync<T>(
        IDocumentStore store, CancellationToken cancellationToken)
        where T : class, IDocument<T> => (await store.ListAllAsync<T>(cancellationToken)).ToDictionary(
            static one => (one.Scope, one.Document.Id), static one => one.Document);
}

internal static partial class DomainCertificatesLog
{
    [LoggerMessage(4312, LogLevel.Error, "The certificate {Name} cannot be used; the listener shows its own instead")]
    public static partial void DomainCertificateUnusable(this ILogger logger, Exception exception, string name);

    [LoggerMessage(4313, LogLevel.Error, "The truststore of {Domain} cannot be used ({Fault}); its callers are refused")]
    public static partial void TruststoreUnusable(this ILogger logger, string domain, string fault);
}
