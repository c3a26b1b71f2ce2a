using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.Skeleton;
using TagMap = System.Collections.Immutable.ImmutableSortedDictionary<string, string>;

namespace Gatehouse.Services.ApiGatewayV2.Tags;

/// <summary>What a tag operation's ARN names: an API, a stage, a domain or a VPC link (http-api §3.12).</summary>
internal sealed class TaggedResourceV2
{
    private readonly Func<TagMap?, CancellationToken, ValueTask> _save;

    private TaggedResourceV2(TagMap? tags, Func<TagMap?, CancellationToken, ValueTask> save)
    {
        Tags = tags ?? InputMembers.NoTexts;
        _save = save;
    }

    public TagMap Tags { get; }

    public static ValueTask<TaggedResourceV2> OpenAsync(
        ApiV2Store store, OperationCall call, CancellationToken cancellationToken)
    {
        var text = call.Input.RequiredString("ResourceArn");
        if (!Arn.TryParse(text, out var arn) || arn.Service != "apigateway" || arn.Region != call.Scope.Region)
        {
            throw Invalid(text);
        }

        return arn.Resource.TrimStart('/').Split('/') switch
        {
            ["apis", var api] => OpenApiAsync(store, call.Scope, api, cancellationToken),
            ["apis", var api, "stages", var stage] => OpenStageAsync(store, call.Scope, api, stage, cancellationToken),
            ["vpclinks", var id] => OpenDocumentAsync<VpcLinkV2Document>(
                store, call.Scope, id, static link => link.Tags,
                static (link, tags) => link with { Tags = tags ?? InputMembers.NoTexts },
                () => ApiGatewayV2Faults.NoPart("VpcLink", id), cancellationToken),
            ["domainnames", var key] => OpenDocumentAsync<DomainNameDocument>(
                store, call.Scope, key, static domain => domain.Tags,
                static (domain, tags) => domain with { Tags = tags }, ApiGatewayV2Faults.NoDomain, cancellationToken),
            _ => throw Invalid(text),
        };
    }

    public async ValueTask SaveAsync(TagMap tags, CancellationToken cancellationToken) =>
        await _save(TagRules.Check(tags), cancellationToken);

    private static async ValueTask<TaggedResourceV2> OpenApiAsync(
        ApiV2Store store, DocumentScope scope, string id, CancellationToken cancellationToken)
    {
        var api = await store.FindForEditAsync(scope, id, cancellationToken)
            ?? throw ApiGatewayV2Faults.NoApi(scope.Account, id);
        return new TaggedResourceV2(
            api.Api.Tags,
            (tags, token) => api.CommitAsync(api.Edit().Replace(api.Document, api.Api with { Tags = tags }), token));
    }

    private static async ValueTask<TaggedResourceV2> OpenStageAsync(
        ApiV2Store store, DocumentScope scope, string apiId, string name, CancellationToken cancellationToken)
    {
        var api = await store.FindForEditAsync(scope, apiId, cancellationToken)
            ?? throw ApiGatewayV2Faults.NoApi(scope.Account, apiId);
        var stage = await api.FindAsync<StageV2Document>(name, cancellationToken)
            ?? throw ApiGatewayV2Faults.NoStage();
        return new TaggedResourceV2(
            stage.Value.Tags,
            (tags, token) => api.CommitAsync(
                api.Edit().Replace(stage, stage.Value with { Tags = tags ?? InputMembers.NoTexts }), token));
    }

    private static async ValueTask<TaggedResourceV2> OpenDocumentAsync<T>(
        ApiV2Store store, DocumentScope scope, string id, Func<T, TagMap?> read, Func<T, TagMap?, T> write,
        Func<Exception> missing, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        var document = await store.Documents.FindAsync<T>(scope, id, cancellationToken) ?? throw missing();
        return new TaggedResourceV2(
            read(document.Value),
            async (tags, token) => await store.Documents.CommitAsync(
                new DocumentBatch(scope).Replace(document, write(document.Value, tags)), token));
    }

    private static Exception Invalid(string arn) =>
        ApiGatewayV2Faults.BadRequest($"Invalid resource ARN specified in the request: {arn}");
}
