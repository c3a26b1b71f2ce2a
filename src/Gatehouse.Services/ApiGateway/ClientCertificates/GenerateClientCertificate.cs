using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ClientCertificates;

/// <summary>Makes a pair of keys; only the certificate ever leaves (rest-control-plane §2.15).</summary>
internal sealed class GenerateClientCertificate(
    RestApiStore store, RestApiQuotas quotas, TimeProvider time) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var tags = TagRules.Check(call.Input.Find("tags", RestApiJson.Default.ImmutableSortedDictionaryStringString));
        var all = await store.Documents.ListAsync<ClientCertificateDocument>(call.Scope, "", cancellationToken);
        if (all.Length >= quotas.ClientCertificates)
        {
            throw ApiGatewayFaults.AccountLimitExceeded("Client Certificates");
        }

        var now = time.GetUtcNow();
        var lifetime = TimeSpan.FromDays(ApiGatewayLimits.ClientCertificateDays);
        // An RSA key takes up to some hundred milliseconds: not on the thread that serves requests.
        var pair = await Task.Run(() => CertificatePair.Make(now, lifetime), cancellationToken);
        var certificate = new ClientCertificateDocument
        {
            ClientCertificateId = store.NewPartId(),
            Description = call.Input.FindString("description"),
            PemEncodedCertificate = pair.Certificate,
            CreatedDate = now.ToUnixTimeSeconds(),
            ExpirationDate = (now + lifetime).ToUnixTimeSeconds(),
            Tags = tags,
        };
        var id = certificate.ClientCertificateId;
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope)
                .Create(id, certificate)
                .Create(id, new ClientCertificateKeyDocument { PemEncodedKey = pair.Key }),
            cancellationToken);
        return ClientCertificateShape.Output(certificate);
    }
}
