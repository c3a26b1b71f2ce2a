using System.Collections.Immutable;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.DomainNameAccessAssociations;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;
using TagMap = System.Collections.Immutable.ImmutableSortedDictionary<string, string>;

namespace Gatehouse.Services.ApiGateway.Tags;

/// <summary>
/// What a tag operation's ARN names: an API, a stage, a key, a usage plan, a VPC link or a client certificate, the
/// taggable resources that are built (rest-control-plane §1.12, §1.13).
/// </summary>
internal sealed class TaggedResource
{
    private readonly Func<TagMap?, CancellationToken, ValueTask<long>> _save;

    private TaggedResource(TagMap? tags, Func<TagMap?, CancellationToken, ValueTask<long>> save)
    {
        Tags = tags ?? TagMap.Empty;
        _save = save;
    }

    public TagMap Tags { get; }

    public static ValueTask<TaggedResource> OpenAsync(
        RestApiStore store, OperationCall call, CancellationToken cancellationToken)
    {
        var text = call.Input.RequiredString("resourceArn");
        if (!Arn.TryParse(text, out var arn) || arn.Service != "apigateway" || arn.Region != call.Scope.Region)
        {
            throw Invalid(text);
        }

        return arn.Resource.TrimStart('/').Split('/') switch
        {
            ["restapis", var api] => OpenApiAsync(store, call.Scope, api, cancellationToken),
            ["restapis", var api, "stages", var stage] =>
                OpenStageAsync(store, call.Scope, api, stage, cancellationToken),
            ["vpclinks", var id] => OpenDocumentAsync<VpcLinkDocument>(
                store, call.Scope, id, link => link.Tags, (link, tags) => link with { Tags = tags },
                ApiGatewayFaults.NoVpcLink, cancellationToken),
            ["clientcertificates", var id] => OpenDocumentAsync<ClientCertificateDocument>(
                store, call.Scope, id, one => one.Tags, (one, tags) => one with { Tags = tags },
                ApiGatewayFaults.NoClientCertificate, cancellationToken),
            ["apikeys", var id] => OpenDocumentAsync<ApiKeyDocument>(
                store, call.Scope, id, key => key.Tags, (key, tags) => key with { Tags = tags },
                UsagePlanFaults.NoKey, cancellationToken),
            ["usageplans", var id] => OpenDocumentAsync<UsagePlanDocument>(
                store, call.Scope, id, plan => plan.Tags, (plan, tags) => plan with { Tags = tags },
                UsagePlanFaults.NoPlan, cancellationToken),
            ["domainnames", var key] => OpenDocumentAsync<DomainNameDocument>(
                store, call.Scope, key, domain => domain.Tags, (domain, tags) => domain with { Tags = tags },
                DomainNameStore.NotFound, cancellationToken),
            ["domainnameaccessassociations", ..] => OpenDocumentAsync<DomainNameAccessAssociationDocument>(
                store, call.Scope, DomainNameAccessAssociationDocument.Key(text),
                one => one.Tags, (one, tags) => one with { Tags = tags },
                AccessAssociationRules.NotFound, cancellationToken),
            _ => throw Invalid(text),
        };
    }

    public async ValueTask SaveAsync(TagMap tags, CancellationToken cancellationToken) =>
        await _save(TagRules.Check(tags), cancellationToken);

    private static async ValueTask<TaggedResource> OpenApiAsync(
        RestApiStore store, DocumentScope scope, string id, CancellationToken cancellationToken)
    {
        var api = await store.FindForEditAsync(scope, id, cancellationToken)
            ?? throw ApiGatewayFaults.NoApi(scope.Account, id);
        return new TaggedResource(
            api.Api.Tags,
            (tags, token) => api.CommitAsync(
                api.Edit().Replace(api.Document, api.Api with { Tags = tags }), token));
    }

    private static async ValueTask<TaggedResource> OpenStageAsync(
        RestApiStore store, DocumentScope scope, string apiId, string name, CancellationToken cancellationToken)
    {
        var api = await store.FindForEditAsync(scope, apiId, cancellationToken)
            ?? throw ApiGatewayFaults.NoApi(scope.Account, apiId);
        var stage = await api.FindAsync<StageDocument>(name, cancellationToken) ?? throw ApiGatewayFaults.NoStage();
        return new TaggedResource(
            stage.Value.Tags,
            (tags, token) => api.CommitAsync(
                api.Edit().Replace(stage, stage.Value with { Tags = tags }), token));
    }

    /// <summary>A resource that is one document of its own, stored under its id.</summary>
    private static async ValueTask<TaggedResource> OpenDocumentAsync<T>(
        RestApiStore store, DocumentScope scope, string id, Func<T, TagMap?> tagsOf, Func<T, TagMap?, T> retag,
        Func<Exception> missing, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        var document = await store.Documents.FindAsync<T>(scope, id, cancellationToken) ?? throw missing();
        return new TaggedResource(
            tagsOf(document.Value),
            (tags, token) => store.Documents.CommitAsync(
                new DocumentBatch(scope).Replace(document, retag(document.Value, tags)), token));
    }

    /// <summary>The text is unconfirmed (§1.13).</summary>
    private static Exception Invalid(string arn) =>
        ApiGatewayFaults.BadRequest($"Invalid resource ARN specified in the request: {arn}");
}
