using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ClientCertificates;

internal static class ClientCertificateShape
{
    public static JsonObject Write(ClientCertificateDocument certificate) =>
        JsonSerializer.SerializeToNode(certificate, BackendAccessJson.Default.ClientCertificateDocument)!.AsObject();

    public static OperationOutput Output(ClientCertificateDocument certificate) =>
        OperationOutput.Of(Write(certificate));

    public static async ValueTask<Versioned<ClientCertificateDocument>> FindAsync(
        RestApiStore store, OperationCall call, CancellationToken cancellationToken) =>
        await store.Documents.FindAsync<ClientCertificateDocument>(
            call.Scope, call.Input.RequiredString("clientCertificateId"), cancellationToken)
        ?? throw ApiGatewayFaults.NoClientCertificate();
}
