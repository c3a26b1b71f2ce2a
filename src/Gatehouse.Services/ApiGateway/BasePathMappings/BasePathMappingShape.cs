using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.BasePathMappings;

internal static class BasePathMappingShape
{
    public static JsonObject Write(BasePathMappingDocument mapping) =>
        JsonSerializer.SerializeToNode(mapping, DomainJson.Default.BasePathMappingDocument)!.AsObject();

    public static OperationOutput Output(BasePathMappingDocument mapping) => OperationOutput.Of(Write(mapping));

    public static async ValueTask<Versioned<BasePathMappingDocument>> FindAsync(
        RestApiStore store, OperationCall call, CancellationToken cancellationToken)
    {
        var domain = await DomainNameStore.FindAsync(store, call, cancellationToken);
        return await store.Documents.FindAsync<BasePathMappingDocument>(
            call.Scope, $"{domain.Id}/{call.Input.RequiredString("basePath")}", cancellationToken)
            ?? throw ApiGatewayFaults.NotFound("Invalid base path mapping identifier specified");
    }
}
