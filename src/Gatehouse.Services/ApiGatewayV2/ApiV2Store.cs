using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2;

/// <summary>Finds what an operation is addressed to, and says in AWS's words what is not there (http-api §1.2).</summary>
internal sealed class ApiV2Store(IDocumentStore documents, IIdSource ids, TimeProvider time)
{
    public IDocumentStore Documents { get; } = documents;

    /// <value>Epoch seconds.</value>
    public long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    public IIdSource Ids { get; } = ids;

    public TimeProvider Time { get; } = time;

    public string NewApiId() => Ids.AlphanumericId(ApiV2Limits.ApiIdLength);

    /// <summary>Of a route or an integration.</summary>
    public string NewRouteId() => Ids.AlphanumericId(ApiV2Limits.RouteIdLength);

    public string NewPartId() => Ids.AlphanumericId(ApiV2Limits.PartIdLength);

    /// <summary>Opens the API named by the call for reading.</summary>
    public async ValueTask<OpenedApiV2> OpenAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("ApiId");
        return await FindAsync(call.Scope, id, cancellationToken)
            ?? throw ApiGatewayV2Faults.NoApi(call.Scope.Account, id);
    }

    /// <summary>Opens the API named by the call for a change of it or of its parts.</summary>
    public async ValueTask<OpenedApiV2> OpenForEditAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("ApiId");
        return await FindForEditAsync(call.Scope, id, cancellationToken)
            ?? throw ApiGatewayV2Faults.NoApi(call.Scope.Account, id);
    }

    public async ValueTask<OpenedApiV2?> FindAsync(DocumentScope scope, string id, CancellationToken cancellationToken)
    {
        var document = await Documents.FindAsync<ApiV2Document>(scope, id, cancellationToken);
        return document is null ? null : new OpenedApiV2(this, scope, document, edition: null);
    }

    /// <summary>Reads the edition first: whatever changes after that makes the later commit fail.</summary>
    public async ValueTask<OpenedApiV2?> FindForEditAsync(
        DocumentScope scope, string id, CancellationToken cancellationToken)
    {
        var edition = await Documents.FindAsync<ApiV2EditionDocument>(scope, id, cancellationToken);
        var document = await Documents.FindAsync<ApiV2Document>(scope, id, cancellationToken);
        return document is null ? null : new OpenedApiV2(this, scope, document, edition);
    }
}
