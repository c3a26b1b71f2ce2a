using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2.Deployments;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2;

/// <summary>
/// One API as an operation found it: its document, access to its parts, and the batch that changes them.
/// </summary>
/// <param name="store">The store of documents.</param>
/// <param name="scope">The account and region of the API.</param>
/// <param name="document">The API's own document.</param>
/// <param name="edition">What the API's edition was before anything else of it was read; only edits need it.</param>
internal sealed class OpenedApiV2(
    ApiV2Store store, DocumentScope scope, Versioned<ApiV2Document> document, Versioned<ApiV2EditionDocument>? edition)
{
    public ApiV2Store Store { get; } = store;

    public DocumentScope Scope { get; } = scope;

    public Versioned<ApiV2Document> Document { get; } = document;

    public ApiV2Document Api => Document.Value;

    public string Id => Document.Id;

    public bool IsWebSocket => Api.ProtocolType == ApiV2Document.WebSocket;

    /// <summary>The stored id of a part: all parts of an API share its prefix.</summary>
    public string PartId(string part) => $"{Id}/{part}";

    public ValueTask<Versioned<T>?> FindAsync<T>(string part, CancellationToken cancellationToken)
        where T : class, IDocument<T> => Store.Documents.FindAsync<T>(Scope, PartId(part), cancellationToken);

    public ValueTask<ImmutableArray<Versioned<T>>> ListAsync<T>(CancellationToken cancellationToken)
        where T : class, IDocument<T> => Store.Documents.ListAsync<T>(Scope, Id + "/", cancellationToken);

    /// <summary>What stands below a part: the responses of a route or of an integration.</summary>
    public ValueTask<ImmutableArray<Versioned<T>>> ListBelowAsync<T>(string part, CancellationToken cancellationToken)
        where T : class, IDocument<T> => Store.Documents.ListAsync<T>(Scope, PartId(part) + "/", cancellationToken);

    /// <summary>This API, or 400 when it is an HTTP API (http-api §2).</summary>
    /// <param name="what">What HTTP APIs do not have, as the beginning of a sentence.</param>
    public OpenedApiV2 OnlyWebSocket(string what) => IsWebSocket ? this : throw ApiGatewayV2Faults.NotOnHttp(what);

    public async ValueTask<Versioned<RouteV2Document>> RouteAsync(
        OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("RouteId");
        return await FindAsync<RouteV2Document>(id, cancellationToken) ?? throw ApiGatewayV2Faults.NoPart("Route", id);
    }

    public async ValueTask<Versioned<IntegrationV2Document>> IntegrationAsync(
        OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("IntegrationId");
        return await FindAsync<IntegrationV2Document>(id, cancellationToken)
            ?? throw ApiGatewayV2Faults.NoPart("Integration", id);
    }

    public async ValueTask<Versioned<AuthorizerV2Document>> AuthorizerAsync(
        OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("AuthorizerId");
        return await FindAsync<AuthorizerV2Document>(id, cancellationToken)
            ?? throw ApiGatewayV2Faults.NoPart("Authorizer", id);
    }

    public async ValueTask<Versioned<DeploymentV2Document>> DeploymentAsync(
        string id, CancellationToken cancellationToken) =>
        await FindAsync<DeploymentV2Document>(id, cancellationToken)
        ?? throw ApiGatewayV2Faults.NoPart("Deployment", id);

    public async ValueTask<Versioned<StageV2Document>> StageAsync(
        OperationCall call, CancellationToken cancellationToken) =>
        await FindAsync<StageV2Document>(call.Input.RequiredString("StageName"), cancellationToken)
        ?? throw ApiGatewayV2Faults.NoStage();

    /// <summary>The whole API at this moment, as a deployment freezes it.</summary>
    public ValueTask<ApiV2Definition> ReadDefinitionAsync(CancellationToken cancellationToken) =>
        ApiV2Definitions.ReadAsync(Store.Documents, Scope, Api, cancellationToken);

    /// <summary>A batch that fails when anything of the API was changed since it was opened.</summary>
    public DocumentBatch Edit()
    {
        var batch = new DocumentBatch(Scope);
        return edition is null
            ? batch.Create(Id, new ApiV2EditionDocument { Edits = 1 })
            : batch.Replace(edition, new ApiV2EditionDocument { Edits = edition.Value.Edits + 1 });
    }

    /// <summary>The batch that deletes the API, its edition with it.</summary>
    public DocumentBatch Remove()
    {
        var batch = new DocumentBatch(Scope).Delete(Document);
        return edition is null ? batch : batch.Delete(edition);
    }

    /// <summary>Commits what no stage serves: stages' own settings, tags, deployments.</summary>
    public async ValueTask CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) =>
        await Store.Documents.CommitAsync(batch, cancellationToken);

    /// <summary>
    /// Commits a change of what stages serve, and in the same commit its deployment to those that deploy by themselves.
    /// </summary>
    /// <param name="batch">The change.</param>
    /// <param name="routesAfter">How many routes the API has after it, where the operation knows.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask CommitAndDeployAsync(
        DocumentBatch batch, int? routesAfter, CancellationToken cancellationToken)
    {
        await AutomaticDeployment.AddAsync(this, batch, routesAfter, cancellationToken);
        await Store.Documents.CommitAsync(batch, cancellationToken);
    }
}
