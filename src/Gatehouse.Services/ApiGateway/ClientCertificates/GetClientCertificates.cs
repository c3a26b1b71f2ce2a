using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ClientCertificates;

internal sealed class GetClientCertificates(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var all = await store.Documents.ListAsync<ClientCertificateDocument>(call.Scope, "", cancellationToken);
        return Page.Of(all, one => one.Id, one => ClientCertificateShape.Write(one.Value), call.Input);
    }
}
