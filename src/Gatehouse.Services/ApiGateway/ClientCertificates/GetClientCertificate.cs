using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ClientCertificates;

internal sealed class GetClientCertificate(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        ClientCertificateShape.Output((await ClientCertificateShape.FindAsync(store, call, cancellationToken)).Value);
}
