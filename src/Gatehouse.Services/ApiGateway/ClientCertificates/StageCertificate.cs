using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.ClientCertificates;

/// <summary>The certificate that a stage is told to show.</summary>
internal static class StageCertificate
{
    /// <summary>Adds to the batch what keeps the certificate from being deleted meanwhile.</summary>
    /// <exception cref="Wire.Faults.ServiceFaultException">NotFoundException: there is no such certificate.</exception>
    public static async ValueTask HoldAsync(
        RestApiStore store, DocumentBatch batch, string? before, string? after, CancellationToken cancellationToken)
    {
        if (after is null || after == before)
        {
            return;
        }

        var certificate = await store.Documents.FindAsync<ClientCertificateDocument>(
            batch.Scope, after, cancellationToken) ?? throw ApiGatewayFaults.NoClientCertificate();
        batch.Replace(certificate, certificate.Value);
    }
}
