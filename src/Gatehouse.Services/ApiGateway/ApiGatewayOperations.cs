using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.Account;
using Gatehouse.Services.ApiGateway.ApiKeys;
using Gatehouse.Services.ApiGateway.Authorizers;
using Gatehouse.Services.ApiGateway.BasePathMappings;
using Gatehouse.Services.ApiGateway.ClientCertificates;
using Gatehouse.Services.ApiGateway.Deployments;
using Gatehouse.Services.ApiGateway.Documentation;
using Gatehouse.Services.ApiGateway.DomainNameAccessAssociations;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.ApiGateway.Exports;
using Gatehouse.Services.ApiGateway.GatewayResponses;
using Gatehouse.Services.ApiGateway.IntegrationResponses;
using Gatehouse.Services.ApiGateway.Integrations;
using Gatehouse.Services.ApiGateway.MethodResponses;
using Gatehouse.Services.ApiGateway.Methods;
using Gatehouse.Services.ApiGateway.Models;
using Gatehouse.Services.ApiGateway.RequestValidators;
using Gatehouse.Services.ApiGateway.Resources;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.ApiGateway.Sdks;
using Gatehouse.Services.ApiGateway.Stages;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.ApiGateway.Usage;
using Gatehouse.Services.ApiGateway.UsagePlanKeys;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.ApiGateway.VpcLinks;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.SdkGeneration;
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
        var lanes = new EditLanes();
        var plans = new UsagePlanStore(options.Documents, options.Ids, time);
        var usage = options.Usage ?? new DocumentUsageStore(options.Documents);
        var importer = new OpenApiImporter(options.Ids, quotas);
        return new Dictionary<string, IOperation>(StringComparer.Ordinal)
        {
            [nameof(CreateRestApi)] = new CreateRestApi(store, quotas, time),
            [nameof(GetRestApi)] = new GetRestApi(store),
            [nameof(GetRestApis)] = new GetRestApis(store),
            [nameof(UpdateRestApi)] = lanes.Edit(new UpdateRestApi(store)),
            [nameof(DeleteRestApi)] = lanes.Edit(new DeleteRestApi(store)),
            [nameof(ImportRestApi)] = new ImportRestApi(store, importer, quotas, time),
            [nameof(PutRestApi)] = lanes.Edit(new PutRestApi(store, importer, time)),

            [nameof(CreateResource)] = lanes.Edit(new CreateResource(store, quotas)),
            [nameof(GetResource)] = new GetResource(store),
            [nameof(GetResources)] = new GetResources(store),
            [nameof(UpdateResource)] = lanes.Edit(new UpdateResource(store)),
            [nameof(DeleteResource)] = lanes.Edit(new DeleteResource(store)),

            [nameof(PutMethod)] = lanes.Edit(new PutMethod(store)),
            [nameof(GetMethod)] = new GetMethod(store),
            [nameof(UpdateMethod)] = lanes.Edit(new UpdateMethod(store)),
            [nameof(DeleteMethod)] = lanes.Edit(new DeleteMethod(store)),

            [nameof(TestInvokeAuthorizer)] = new TestInvokeAuthorizer(store, options.AuthorizerTester),
            [nameof(TestInvokeMethod)] = new TestInvokeMethod(store, options.MethodTester),

            [nameof(PutMethodResponse)] = lanes.Edit(new PutMethodResponse(store)),
            [nameof(GetMethodResponse)] = new GetMethodResponse(store),
            [nameof(UpdateMethodResponse)] = lanes.Edit(new UpdateMethodResponse(store)),
            [nameof(DeleteMethodResponse)] = lanes.Edit(new DeleteMethodResponse(store)),

            [nameof(PutIntegration)] = lanes.Edit(new PutIntegration(store, quotas)),
            [nameof(GetIntegration)] = new GetIntegration(store),
            [nameof(UpdateIntegration)] = lanes.Edit(new UpdateIntegration(store, quotas)),
            [nameof(DeleteIntegration)] = lanes.Edit(new DeleteIntegration(store)),

            [nameof(PutIntegrationResponse)] = lanes.Edit(new PutIntegrationResponse(store)),
            [nameof(GetIntegrationResponse)] = new GetIntegrationResponse(store),
            [nameof(UpdateIntegrationResponse)] = lanes.Edit(new UpdateIntegrationResponse(store)),
            [nameof(DeleteIntegrationResponse)] = lanes.Edit(new DeleteIntegrationResponse(store)),

            [nameof(CreateDeployment)] = lanes.Edit(new CreateDeployment(store, quotas, time)),
            [nameof(GetDeployment)] = new GetDeployment(store),
            [nameof(GetDeployments)] = new GetDeployments(store),
            [nameof(UpdateDeployment)] = lanes.Edit(new UpdateDeployment(store)),
            [nameof(DeleteDeployment)] = lanes.Edit(new DeleteDeployment(store)),

            [nameof(CreateStage)] = lanes.Edit(new CreateStage(store, quotas, time)),
            [nameof(GetStage)] = new GetStage(store),
            [nameof(GetStages)] = new GetStages(store),
            [nameof(UpdateStage)] = lanes.Edit(new UpdateStage(store, time)),
            [nameof(DeleteStage)] = lanes.Edit(new DeleteStage(store)),
            [nameof(FlushStageCache)] = lanes.Edit(new FlushStageCache(store)),
            [nameof(FlushStageAuthorizersCache)] = lanes.Edit(new FlushStageAuthorizersCache(store)),

            [nameof(CreateModel)] = lanes.Edit(new CreateModel(store)),
            [nameof(GetModel)] = new GetModel(store),
            [nameof(GetModels)] = new GetModels(store),
            [nameof(GetModelTemplate)] = new GetModelTemplate(store),
            [nameof(UpdateModel)] = lanes.Edit(new UpdateModel(store)),
            [nameof(DeleteModel)] = lanes.Edit(new DeleteModel(store)),

            [nameof(CreateRequestValidator)] = lanes.Edit(new CreateRequestValidator(store)),
            [nameof(GetRequestValidator)] = new GetRequestValidator(store),
            [nameof(GetRequestValidators)] = new GetRequestValidators(store),
            [nameof(UpdateRequestValidator)] = lanes.Edit(new UpdateRequestValidator(store)),
            [nameof(DeleteRequestValidator)] = lanes.Edit(new DeleteRequestValidator(store)),

            [nameof(CreateAuthorizer)] = lanes.Edit(new CreateAuthorizer(store, quotas)),
            [nameof(GetAuthorizer)] = new GetAuthorizer(store),
            [nameof(GetAuthorizers)] = new GetAuthorizers(store),
            [nameof(UpdateAuthorizer)] = lanes.Edit(new UpdateAuthorizer(store)),
            [nameof(DeleteAuthorizer)] = lanes.Edit(new DeleteAuthorizer(store)),

            [nameof(PutGatewayResponse)] = lanes.Edit(new PutGatewayResponse(store)),
            [nameof(GetGatewayResponse)] = new GetGatewayResponse(store),
            [nameof(GetGatewayResponses)] = new GetGatewayResponses(store),
            [nameof(UpdateGatewayResponse)] = lanes.Edit(new UpdateGatewayResponse(store)),
            [nameof(DeleteGatewayResponse)] = lanes.Edit(new DeleteGatewayResponse(store)),

            [nameof(CreateVpcLink)] = new CreateVpcLink(store, quotas),
            [nameof(GetVpcLink)] = new GetVpcLink(store),
            [nameof(GetVpcLinks)] = new GetVpcLinks(store),
            [nameof(UpdateVpcLink)] = new UpdateVpcLink(store),
            [nameof(DeleteVpcLink)] = new DeleteVpcLink(store),

            [nameof(GenerateClientCertificate)] = new GenerateClientCertificate(store, quotas, time),
            [nameof(GetClientCertificate)] = new GetClientCertificate(store),
            [nameof(GetClientCertificates)] = new GetClientCertificates(store),
            [nameof(UpdateClientCertificate)] = new UpdateClientCertificate(store),
            [nameof(DeleteClientCertificate)] = new DeleteClientCertificate(store),

            [nameof(CreateApiKey)] = plans.Edit(new CreateApiKey(plans, quotas)),
            [nameof(ImportApiKeys)] = plans.Edit(new ImportApiKeys(plans, quotas)),
            [nameof(GetApiKey)] = new GetApiKey(plans),
            [nameof(GetApiKeys)] = new GetApiKeys(plans),
            [nameof(UpdateApiKey)] = plans.Edit(new UpdateApiKey(plans)),
            [nameof(DeleteApiKey)] = plans.Edit(new DeleteApiKey(plans)),

            [nameof(CreateUsagePlan)] = plans.Edit(new CreateUsagePlan(plans, quotas)),
            [nameof(GetUsagePlan)] = new GetUsagePlan(plans),
            [nameof(GetUsagePlans)] = new GetUsagePlans(plans),
            [nameof(UpdateUsagePlan)] = plans.Edit(new UpdateUsagePlan(plans)),
            [nameof(DeleteUsagePlan)] = plans.Edit(new DeleteUsagePlan(plans)),

            [nameof(CreateUsagePlanKey)] = plans.Edit(new CreateUsagePlanKey(plans, quotas)),
            [nameof(GetUsagePlanKey)] = new GetUsagePlanKey(plans),
            [nameof(GetUsagePlanKeys)] = new GetUsagePlanKeys(plans),
            [nameof(DeleteUsagePlanKey)] = plans.Edit(new DeleteUsagePlanKey(plans)),

            [nameof(GetUsage)] = new GetUsage(plans, usage),
            [nameof(UpdateUsage)] = plans.Edit(new UpdateUsage(plans, usage)),

            [nameof(CreateDomainName)] = new CreateDomainName(
                store, quotas, options.Ids, time, DomainNames.DomainSecurity.Of(options)),
            [nameof(GetDomainName)] = new GetDomainName(store),
            [nameof(GetDomainNames)] = new GetDomainNames(store),
            [nameof(UpdateDomainName)] = new UpdateDomainName(store, options.Ids, time, DomainNames.DomainSecurity.Of(options)),
            [nameof(DeleteDomainName)] = new DeleteDomainName(store),

            [nameof(CreateBasePathMapping)] = new CreateBasePathMapping(store),
            [nameof(GetBasePathMapping)] = new GetBasePathMapping(store),
            [nameof(GetBasePathMappings)] = new GetBasePathMappings(store),
            [nameof(UpdateBasePathMapping)] = new UpdateBasePathMapping(store),
            [nameof(DeleteBasePathMapping)] = new DeleteBasePathMapping(store),

            [nameof(CreateDomainNameAccessAssociation)] = new CreateDomainNameAccessAssociation(store, quotas),
            [nameof(GetDomainNameAccessAssociations)] = new GetDomainNameAccessAssociations(store),
            [nameof(DeleteDomainNameAccessAssociation)] = new DeleteDomainNameAccessAssociation(store),
            [nameof(RejectDomainNameAccessAssociation)] = new RejectDomainNameAccessAssociation(store),

            [nameof(CreateDocumentationPart)] = lanes.Edit(new CreateDocumentationPart(store, quotas)),
            [nameof(GetDocumentationPart)] = new GetDocumentationPart(store),
            [nameof(GetDocumentationParts)] = new GetDocumentationParts(store),
            [nameof(UpdateDocumentationPart)] = lanes.Edit(new UpdateDocumentationPart(store)),
            [nameof(DeleteDocumentationPart)] = lanes.Edit(new DeleteDocumentationPart(store)),
            [nameof(ImportDocumentationParts)] =
                lanes.Edit(new ImportDocumentationParts(store, options.Ids, quotas)),
            [nameof(CreateDocumentationVersion)] = lanes.Edit(new CreateDocumentationVersion(store, time)),
            [nameof(GetDocumentationVersion)] = new GetDocumentationVersion(store),
            [nameof(GetDocumentationVersions)] = new GetDocumentationVersions(store),
            [nameof(UpdateDocumentationVersion)] = lanes.Edit(new UpdateDocumentationVersion(store)),
            [nameof(DeleteDocumentationVersion)] = lanes.Edit(new DeleteDocumentationVersion(store)),

            [nameof(GetSdkTypes)] = new GetSdkTypes(),
            [nameof(GetSdkType)] = new GetSdkType(),
            [nameof(GetSdk)] = new GetSdk(store, new SdkGenerator(options.SdkTemplates, time)),

            [nameof(GetExport)] = new GetExport(store),

            [nameof(GetAccount)] = new GetAccount(store, options.AccountThrottle),
            [nameof(UpdateAccount)] = new UpdateAccount(store, options.AccountThrottle),
            [nameof(TagResource)] = lanes.Edit(new TagResource(store)),
            [nameof(UntagResource)] = lanes.Edit(new UntagResource(store)),
            [nameof(GetTags)] = new GetTags(store),
        };
    }
}
