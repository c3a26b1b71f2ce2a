using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway;

/// <summary>
/// Finds what an operation is addressed to, and says in AWS's words what is not there (rest-control-plane §1.8).
/// </summary>
internal sealed class RestApiStore(IDocumentStore documents, IIdSource ids)
{
    private readonly ResourceTrees _trees = new();

    public IDocumentStore Documents { get; } = documents;

    public string NewApiId() => ids.AlphanumericId(RestApiLimits.ApiIdLength);

    public string NewPartId() => ids.AlphanumericId(RestApiLimits.PartIdLength);

    /// <summary>Opens the API named by the call for reading.</summary>
    public async ValueTask<OpenedApi> OpenAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("restApiId");
        return await FindAsync(call.Scope, id, cancellationToken)
            ?? throw ApiGatewayFaults.NoApi(call.Scope.Account, id);
    }

    /// <summary>Opens the API named by the call for a change of it or of its parts.</summary>
    public async ValueTask<OpenedApi> OpenForEditAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("restApiId");
        return await FindForEditAsync(call.Scope, id, cancellationToken)
            ?? throw ApiGatewayFaults.NoApi(call.Scope.Account, id);
    }

    public async ValueTask<OpenedApi?> FindAsync(DocumentScope scope, string id, CancellationToken cancellationToken)
    {
        var document = await Documents.FindAsync<RestApiDocument>(scope, id, cancellationToken);
        return document is null ? null : new OpenedApi(Documents, scope, document, edition: null, _trees);
    }

    /// <summary>Reads the edition first: whatever changes after that makes the later commit fail.</summary>
    public async ValueTask<OpenedApi?> FindForEditAsync(
        DocumentScope scope, string id, CancellationToken cancellationToken)
    {
        var edition = await Documents.FindAsync<RestApiEditionDocument>(scope, id, cancellationToken);
        var document = await Documents.FindAsync<RestApiDocument>(scope, id, cancellationToken);
        return document is null ? null : new OpenedApi(Documents, scope, document, edition, _trees);
    }

    /// <summary>The resource that a method operation reads.</summary>
    public async ValueTask<OpenedResource> OpenResourceAsync(OperationCall call, CancellationToken cancellationToken) =>
        await ReadResourceAsync(
            await FindAsync(call.Scope, call.Input.RequiredString("restApiId"), cancellationToken),
            call,
            cancellationToken);

    /// <summary>The resource that a method operation changes.</summary>
    public async ValueTask<OpenedResource> OpenResourceForEditAsync(
        OperationCall call, CancellationToken cancellationToken) =>
        await ReadResourceAsync(
            await FindForEditAsync(call.Scope, call.Input.RequiredString("restApiId"), cancellationToken),
            call,
            cancellationToken);

    private static async ValueTask<OpenedResource> ReadResourceAsync(
        OpenedApi? api, OperationCall call, CancellationToken cancellationToken)
    {
        // A wrong API id says "Resource" here too (§1.8).
        if (api is null)
        {
            throw ApiGatewayFaults.NoResource();
        }

        var id = call.Input.RequiredString("resourceId");
        var resource = await api.FindAsync<ResourceDocument>(id, cancellationToken);
        return new OpenedResource(api, resource ?? throw ApiGatewayFaults.NoResource());
    }
}
