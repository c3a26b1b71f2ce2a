using System.Collections.Immutable;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Tags;

/// <summary>
/// What a tag operation's ARN names: an API or a stage, the two taggable resources that are built
/// (rest-control-plane §1.12, §1.13).
/// </summary>
internal sealed class TaggedResource
{
    private readonly OpenedApi _api;
    private readonly Versioned<StageDocument>? _stage;

    private TaggedResource(OpenedApi api, Versioned<StageDocument>? stage) => (_api, _stage) = (api, stage);

    public ImmutableSortedDictionary<string, string> Tags =>
        (_stage is null ? _api.Api.Tags : _stage.Value.Tags) ?? ImmutableSortedDictionary<string, string>.Empty;

    public static async ValueTask<TaggedResource> OpenAsync(
        RestApiStore store, OperationCall call, CancellationToken cancellationToken)
    {
        var text = call.Input.RequiredString("resourceArn");
        if (!Arn.TryParse(text, out var arn) || arn.Service != "apigateway" || arn.Region != call.Scope.Region)
        {
            throw Invalid(text);
        }

        var path = arn.Resource.TrimStart('/').Split('/');
        if (path is not (["restapis", _] or ["restapis", _, "stages", _]))
        {
            throw Invalid(text);
        }

        var api = await store.FindForEditAsync(call.Scope, path[1], cancellationToken)
            ?? throw ApiGatewayFaults.NoApi(call.Scope.Account, path[1]);
        if (path.Length == 2)
        {
            return new TaggedResource(api, stage: null);
        }

        var stage = await api.FindAsync<StageDocument>(path[3], cancellationToken) ?? throw ApiGatewayFaults.NoStage();
        return new TaggedResource(api, stage);
    }

    public async ValueTask SaveAsync(
        ImmutableSortedDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var kept = TagRules.Check(tags);
        var batch = _api.Edit();
        _ = _stage is null
            ? batch.Replace(_api.Document, _api.Api with { Tags = kept })
            : batch.Replace(_stage, _stage.Value with { Tags = kept });
        await _api.CommitAsync(batch, cancellationToken);
    }

    /// <summary>The text is unconfirmed (§1.13).</summary>
    private static Exception Invalid(string arn) =>
        ApiGatewayFaults.BadRequest($"Invalid resource ARN specified in the request: {arn}");
}
