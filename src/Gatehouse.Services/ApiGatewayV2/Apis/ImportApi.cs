using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>Creates an HTTP API from OpenAPI (http-api §4). No stage and no deployment is made.</summary>
internal sealed class ImportApi(ApiV2Store store, ApiImports imports, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var definition = await imports.ReadAsync(
            call.Input, Empty(store.NewApiId(), store.Now), call.Scope, cancellationToken);
        var api = definition.Api;
        var id = await ApiRules.ChooseIdAsync(store, call.Scope, api.Tags, cancellationToken);
        await ApiRules.CheckQuotaAsync(store, quotas, call.Scope, cancellationToken);
        definition = definition with { Api = api with { ApiId = id } };
        var batch = new DocumentBatch(call.Scope).Create(id, new ApiV2EditionDocument { Edits = 1 });
        ApiDefinitionWriter.Write(batch, before: null, definition);
        await store.Documents.CommitAsync(batch, cancellationToken);
        return ApiShape.Output(definition.Api, call.Scope);
    }

    /// <summary>An HTTP API with AWS's defaults and nothing in it, for an import to fill.</summary>
    public static ApiV2Definition Empty(string id, long now) => new()
    {
        Api = new ApiV2Document
        {
            ApiId = id,
            Name = id,
            ProtocolType = ApiV2Document.Http,
            RouteSelectionExpression = ApiRules.RouteSelection,
            ApiKeySelectionExpression = ApiRules.ApiKeySelection,
            DisableExecuteApiEndpoint = false,
            IpAddressType = "ipv4",
            CreatedDate = now,
        },
        Routes = [],
        Integrations = [],
        Authorizers = [],
        Models = [],
        RouteResponses = [],
        IntegrationResponses = [],
    };
}
