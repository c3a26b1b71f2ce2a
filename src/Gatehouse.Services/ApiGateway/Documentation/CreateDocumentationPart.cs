using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>One part per location (rest-control-plane §2.19, §7).</summary>
internal sealed class CreateDocumentationPart(RestApiStore store, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var location = DocumentationRules.Complete(
            call.Input.Find("location", RestApiJson.Default.DocumentationLocation)!);
        var properties = DocumentationRules.CheckProperties(call.Input.FindString("properties"));
        var parts = await api.ListAsync<DocumentationPartDocument>(cancellationToken);
        if (parts.Any(part => part.Value.Location == location))
        {
            throw DocumentationRules.AlreadyExists(location);
        }

        if (parts.Length >= quotas.DocumentationPartsPerApi)
        {
            throw ApiGatewayFaults.LimitExceeded("Documentation Parts");
        }

        var created = new DocumentationPartDocument
        {
            Id = store.NewPartId(),
            Location = location,
            Properties = properties,
        };
        await api.CommitAsync(api.Edit().Create(api.PartId(created.Id), created), cancellationToken);
        return OperationOutput.Of(DocumentationShape.Write(created));
    }
}
