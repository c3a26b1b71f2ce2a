using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>A certificate with its key under a passphrase. Only what was requested to be exportable; an imported key never leaves (security §9.6).</summary>
internal sealed class ExportCertificate(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.FindAsync(call, cancellationToken);
        var passphrase = Convert.FromBase64String(call.Input.RequiredString("Passphrase"));
        if (passphrase.Length is < 4 or > CertificateLimits.PassphraseBytes)
        {
            throw AcmFaults.Invalid(
                "1 validation error detected: Value at 'passphrase' failed to satisfy constraint: Member must have length between 4 "
                + $"and {CertificateLimits.PassphraseBytes}");
        }

        if (!found.Value.IsExportable)
        {
            throw AcmFaults.Invalid(
                $"Certificate ARN: {CertificateDocument.ArnOf(call.Scope, found.Id)} is not a private certificate or was not "
                + "requested to be exportable.");
        }

        var key = await room.Documents.FindAsync<CertificateKeyDocument>(call.Scope, found.Id, cancellationToken)
            ?? throw AcmFaults.NotFound(CertificateDocument.ArnOf(call.Scope, found.Id));
        await room.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Replace(found, found.Value with { IsExported = true }), cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["Certificate"] = found.Value.Certificate,
            ["CertificateChain"] = found.Value.Chain,
            ["PrivateKey"] = Encrypt(key.Value.PrivateKey, passphrase),
        });
    }

    /// <summary>PKCS #8 under PBES2 with AES-256.</summary>
    private static string Encrypt(string pem, byte[] passphrase)
    {
        var parameters = new PbeParameters(
            PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, CertificateLimits.PassphraseIterations);
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", rsa.ExportEncryptedPkcs8PrivateKey(passphrase, parameters));
        }
        catch (CryptographicException)
        {
            using var curve = ECDsa.Create();
            curve.ImportFromPem(pem);
            return PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", curve.ExportEncryptedPkcs8PrivateKey(passphrase, parameters));
        }
    }
}
