using Gatehouse.Services.ApiGateway.Account;
using Gatehouse.Services.ApiGateway.Authorizers;
using Gatehouse.Services.ApiGateway.Deployments;
using Gatehouse.Services.ApiGateway.GatewayResponses;
using Gatehouse.Services.ApiGateway.IntegrationResponses;
using Gatehouse.Services.ApiGateway.Integrations;
using Gatehouse.Services.ApiGateway.MethodResponses;
using Gatehouse.Services.ApiGateway.Methods;
using Gatehouse.Services.ApiGateway.Models;
using Gatehouse.Services.ApiGateway.RequestValidators;
using Gatehouse.Services.ApiGateway.Resources;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.ApiGateway.Stages;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway;

/// <summary>Every operation of <c>apigateway</c> that is built, by AWS's name.</summary>
internal static class ApiGatewayOperations
{
    public static IReadOnlyDictionary<string, IOperation> Create(ControlPlaneOptions options)
    {
        var store = new RestApiStore(options.Documents, options.Ids);
        var quotas = options.RestApiQuotas;
        var time = options.Time;
        var importer = new OpenApiImporter(options.Ids, quotas);
        return new Dictionary<string, IOperation>(StringComparer.Ordinal)
        {
            [nameof(CreateRestApi)] = new CreateRestApi(store, quotas, time),
            [nameof(GetRestApi)] = new GetRestApi(store),
            [nameof(GetRestApis)] = new GetRestApis(store),
            [nameof(UpdateRestApi)] = new UpdateRestApi(store),
            [nameof(DeleteRestApi)] = new DeleteRestApi(store),
            [nameof(ImportRestApi)] = new ImportRestApi(store, importer, quotas, time),
            [nameof(PutRestApi)] = new PutRestApi(store, importer, time),

            [nameof(CreateResource)] = new CreateResource(store, quotas),
            [nameof(GetResource)] = new GetResource(store),
            [nameof(GetResources)] = new GetResources(store),
            [nameof(UpdateResource)] = new UpdateResource(store),
            [nameof(DeleteResource)] = new DeleteResource(store),

            [nameof(PutMethod)] = new PutMethod(store),
            [nameof(GetMethod)] = new GetMethod(store),
            [nameof(UpdateMethod)] = new UpdateMethod(store),
            [nameof(DeleteMethod)] = new DeleteMethod(store),

            [nameof(PutMethodResponse)] = new PutMethodResponse(store),
            [nameof(GetMethodResponse)] = new GetMethodResponse(store),
            [nameof(UpdateMethodResponse)] = new UpdateMethodResponse(store),
            [nameof(DeleteMethodResponse)] = new DeleteMethodResponse(store),

            [nameof(PutIntegration)] = new PutIntegration(store, quotas),
            [nameof(GetIntegration)] = new GetIntegration(store),
            [nameof(UpdateIntegration)] = new UpdateIntegration(store, quotas),
            [nameof(DeleteIntegration)] = new DeleteIntegration(store),

            [nameof(PutIntegrationResponse)] = new PutIntegrationResponse(store),
            [nameof(GetIntegrationResponse)] = new GetIntegrationResponse(store),
            [nameof(UpdateIntegrationResponse)] = new UpdateIntegrationResponse(store),
            [nameof(DeleteIntegrationResponse)] = new DeleteIntegrationResponse(store),

            [nameof(CreateDeployment)] = new CreateDeployment(store, quotas, time),
            [nameof(GetDeployment)] = new GetDeployment(store),
            [nameof(GetDeployments)] = new GetDeployments(store),
            [nameof(UpdateDeployment)] = new UpdateDeployment(store),
            [nameof(DeleteDeployment)] = new DeleteDeployment(store),

            [nameof(CreateStage)] = new CreateStage(store, quotas, time),
            [nameof(GetStage)] = new GetStage(store),
            [nameof(GetStages)] = new GetStages(store),
            [nameof(UpdateStage)] = new UpdateStage(store, time),
            [nameof(DeleteStage)] = new DeleteStage(store),

            [nameof(CreateModel)] = new CreateModel(store),
            [nameof(GetModel)] = new GetModel(store),
            [nameof(GetModels)] = new GetModels(store),
            [nameof(UpdateModel)] = new UpdateModel(store),
            [nameof(DeleteModel)] = new DeleteModel(store),

            [nameof(CreateRequestValidator)] = new CreateRequestValidator(store),
            [nameof(GetRequestValidator)] = new GetRequestValidator(store),
            [nameof(GetRequestValidators)] = new GetRequestValidators(store),
            [nameof(UpdateRequestValidator)] = new UpdateRequestValidator(store),
            [nameof(DeleteRequestValidator)] = new DeleteRequestValidator(store),

            [nameof(CreateAuthorizer)] = new CreateAuthorizer(store, quotas),
            [nameof(GetAuthorizer)] = new GetAuthorizer(store),
            [nameof(GetAuthorizers)] = new GetAuthorizers(store),
            [nameof(UpdateAuthorizer)] = new UpdateAuthorizer(store),
            [nameof(DeleteAuthorizer)] = new DeleteAuthorizer(store),

            [nameof(PutGatewayResponse)] = new PutGatewayResponse(store),
            [nameof(GetGatewayResponse)] = new GetGatewayResponse(store),
            [nameof(GetGatewayResponses)] = new GetGatewayResponses(store),
            [nameof(UpdateGatewayResponse)] = new UpdateGatewayResponse(store),
            [nameof(DeleteGatewayResponse)] = new DeleteGatewayResponse(store),

            [nameof(GetAccount)] = new GetAccount(store),
            [nameof(UpdateAccount)] = new UpdateAccount(store),
            [nameof(TagResource)] = new TagResource(store),
            [nameof(UntagResource)] = new UntagResource(store),
            [nameof(GetTags)] = new GetTags(store),
        };
    }
}
