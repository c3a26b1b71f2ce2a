using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway;

/// <summary>
/// One REST API as an operation found it: its document, access to its parts, and the batch that changes them.
/// </summary>
/// <param name="store">The store of documents.</param>
/// <param name="scope">The account and region of the API.</param>
/// <param name="document">The API's own document.</param>
/// <param name="edition">What the API's edition was before anything else of it was read; only edits need it.</param>
/// <param name="trees">Trees that were read before.</param>
internal sealed class OpenedApi(
    IDocumentStore store,
    DocumentScope scope,
    Versioned<RestApiDocument> document,
    Versioned<RestApiEditionDocument>? edition,
    ResourceTrees trees)
{
    public DocumentScope Scope { get; } = scope;

    public Versioned<RestApiDocument> Document { get; } = document;

    public RestApiDocument Api => Document.Value;

    public string Id => Document.Id;

    /// <summary>The stored id of a part: all parts of an API share its prefix.</summary>
    public string PartId(string part) => $"{Id}/{part}";

    public ValueTask<Versioned<T>?> FindAsync<T>(string part, CancellationToken cancellationToken)
        where T : class, IDocument<T> => store.FindAsync<T>(Scope, PartId(part), cancellationToken);

    public ValueTask<ImmutableArray<Versioned<T>>> ListAsync<T>(CancellationToken cancellationToken)
        where T : class, IDocument<T> => store.ListAsync<T>(Scope, Id + "/", cancellationToken);

    public async ValueTask<ResourceTree> ReadTreeAsync(CancellationToken cancellationToken)
    {
        // The edition first: a tree that is read later is at least as new as it says.
        var current = edition ?? await store.FindAsync<RestApiEditionDocument>(Scope, Id, cancellationToken);
        if (current is not null && trees.Find(Scope, Id, current.Revision) is { } kept)
        {
            return kept;
        }

        var tree = new ResourceTree(Api.RootResourceId, await ListAsync<ResourceDocument>(cancellationToken));
        if (current is not null)
        {
            trees.Keep(Scope, Id, current.Revision, tree);
        }

        return tree;
    }

    /// <summary>The whole API at this moment, as a deployment freezes it.</summary>
    public async ValueTask<RestApiDefinition> ReadDefinitionAsync(CancellationToken cancellationToken) => new()
    {
        Api = Api,
        Resources = Values(await ListAsync<ResourceDocument>(cancellationToken)),
        Models = Values(await ListAsync<ModelDocument>(cancellationToken)),
        RequestValidators = Values(await ListAsync<RequestValidatorDocument>(cancellationToken)),
        Authorizers = Values(await ListAsync<AuthorizerDocument>(cancellationToken)),
        GatewayResponses = Values(await ListAsync<GatewayResponseDocument>(cancellationToken)),
    };

    /// <summary>A batch that fails when anything of the API was changed since it was opened.</summary>
    public DocumentBatch Edit()
    {
        var batch = new DocumentBatch(Scope);
        return edition is null
            ? batch.Create(Id, new RestApiEditionDocument { Edits = 1 })
            : batch.Replace(edition, new RestApiEditionDocument { Edits = edition.Value.Edits + 1 });
    }

    /// <summary>The batch that deletes the API, its edition with it.</summary>
    public DocumentBatch Remove()
    {
        var batch = new DocumentBatch(Scope).Delete(Document);
        return edition is null ? batch : batch.Delete(edition);
    }

    public async ValueTask<long> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        var revision = await store.CommitAsync(batch, cancellationToken);
        if (edition is not null)
        {
            trees.Advance(Scope, Id, edition.Revision, revision, batch);
        }

        return revision;
    }

    private static ImmutableArray<T> Values<T>(ImmutableArray<Versioned<T>> parts)
        where T : class => [.. parts.Select(part => part.Value)];
}
