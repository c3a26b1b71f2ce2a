using System.Collections.Frozen;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGatewayV2.ApiMappings;
using Gatehouse.Services.ApiGatewayV2.Apis;
using Gatehouse.Services.ApiGatewayV2.Authorizers;
using Gatehouse.Services.ApiGatewayV2.Deployments;
using Gatehouse.Services.ApiGatewayV2.DomainNames;
using Gatehouse.Services.ApiGatewayV2.IntegrationResponses;
using Gatehouse.Services.ApiGatewayV2.Integrations;
using Gatehouse.Services.ApiGatewayV2.Models;
using Gatehouse.Services.ApiGatewayV2.RouteResponses;
using Gatehouse.Services.ApiGatewayV2.Routes;
using Gatehouse.Services.ApiGatewayV2.RoutingRules;
using Gatehouse.Services.ApiGatewayV2.Stages;
using Gatehouse.Services.ApiGatewayV2.Tags;
using Gatehouse.Services.ApiGatewayV2.VpcLinks;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2;

/// <summary>Every operation of <c>apigatewayv2</c> that is built, by AWS's name.</summary>
internal static class ApiGatewayV2Operations
{
    public static IReadOnlyDictionary<string, IOperation> Create(ControlPlaneOptions options)
    {
        var store = new ApiV2Store(options.Documents, options.Ids, options.Time);
        var restApis = new RestApiStore(options.Documents, options.Ids);
        var quotas = options.ApiV2Quotas;
        var lanes = new EditLanes();
        var all = new Dictionary<string, IOperation>(StringComparer.Ordinal);
        AddApis(all, options, store, restApis, lanes);
        AddParts(all, options, store, restApis, lanes);
        AddDomains(all, options, store, quotas);
        AddWebSocketParts(all, store, quotas, lanes);
        return all.ToFrozenDictionary(
            static entry => entry.Key, static entry => MemberRanges.Guard(entry.Value), StringComparer.Ordinal);
    }

    private static void AddApis(
        Dictionary<string, IOperation> all, ControlPlaneOptions options, ApiV2Store store, RestApiStore restApis,
        EditLanes lanes)
    {
        all[nameof(CreateApi)] = new CreateApi(store, options.RestApiQuotas);
        all[nameof(GetApi)] = new GetApi(store);
        all[nameof(GetApis)] = new GetApis(store);
        all[nameof(UpdateApi)] = lanes.Edit(new UpdateApi(store));
        all[nameof(DeleteApi)] = lanes.Edit(new DeleteApi(store, restApis));
        var imports = new ApiImports(options.Ids, options.ApiV2Quotas, options.Issuers);
        all[nameof(ImportApi)] = new ImportApi(store, imports, options.RestApiQuotas);
        all[nameof(ReimportApi)] = lanes.Edit(new ReimportApi(store, imports));
        all[nameof(ExportApi)] = new ExportApi(store);
        all[nameof(DeleteCorsConfiguration)] = lanes.Edit(new DeleteCorsConfiguration(store));

        all[nameof(GetTags)] = new GetTags(store);
        all[nameof(TagResource)] = lanes.Edit(new TagResource(store));
        all[nameof(UntagResource)] = lanes.Edit(new UntagResource(store));
    }

    private static void AddParts(
        Dictionary<string, IOperation> all, ControlPlaneOptions options, ApiV2Store store, RestApiStore restApis,
        EditLanes lanes)
    {
        var quotas = options.ApiV2Quotas;
        all[nameof(CreateRoute)] = lanes.Edit(new CreateRoute(store, quotas));
        all[nameof(GetRoute)] = new GetRoute(store);
        all[nameof(GetRoutes)] = new GetRoutes(store);
        all[nameof(UpdateRoute)] = lanes.Edit(new UpdateRoute(store));
        all[nameof(DeleteRoute)] = lanes.Edit(new DeleteRoute(store));
        all[nameof(DeleteRouteRequestParameter)] = lanes.Edit(new DeleteRouteRequestParameter(store));

        all[nameof(CreateIntegration)] = lanes.Edit(new CreateIntegration(store, quotas));
        all[nameof(GetIntegration)] = new GetIntegration(store);
        all[nameof(GetIntegrations)] = new GetIntegrations(store);
        all[nameof(UpdateIntegration)] = lanes.Edit(new UpdateIntegration(store));
        all[nameof(DeleteIntegration)] = lanes.Edit(new DeleteIntegration(store));

        all[nameof(CreateAuthorizer)] = lanes.Edit(new CreateAuthorizer(store, quotas, options.Issuers));
        all[nameof(GetAuthorizer)] = new GetAuthorizer(store);
        all[nameof(GetAuthorizers)] = new GetAuthorizers(store);
        all[nameof(UpdateAuthorizer)] = lanes.Edit(new UpdateAuthorizer(store, options.Issuers));
        all[nameof(DeleteAuthorizer)] = lanes.Edit(new DeleteAuthorizer(store));
        all[nameof(ResetAuthorizersCache)] = lanes.Edit(new ResetAuthorizersCache(store));

        all[nameof(CreateDeployment)] = lanes.Edit(new CreateDeployment(store));
        all[nameof(GetDeployment)] = new GetDeployment(store);
        all[nameof(GetDeployments)] = new GetDeployments(store);
        all[nameof(UpdateDeployment)] = lanes.Edit(new UpdateDeployment(store));
        all[nameof(DeleteDeployment)] = lanes.Edit(new DeleteDeployment(store));

        all[nameof(CreateStage)] = lanes.Edit(new CreateStage(store, quotas));
        all[nameof(GetStage)] = new GetStage(store);
        all[nameof(GetStages)] = new GetStages(store);
        all[nameof(UpdateStage)] = lanes.Edit(new UpdateStage(store));
        all[nameof(DeleteStage)] = lanes.Edit(new DeleteStage(store, restApis));
        all[nameof(DeleteAccessLogSettings)] = lanes.Edit(new DeleteAccessLogSettings(store));
        all[nameof(DeleteRouteSettings)] = lanes.Edit(new DeleteRouteSettings(store));
    }

    private static void AddDomains(
        Dictionary<string, IOperation> all, ControlPlaneOptions options, ApiV2Store store, ApiV2Quotas quotas)
    {
        all[nameof(CreateDomainName)] = new CreateDomainName(
            store, options.RestApiQuotas, ApiGateway.DomainNames.DomainSecurity.Of(options));
        all[nameof(GetDomainName)] = new GetDomainName(store);
        all[nameof(GetDomainNames)] = new GetDomainNames(store);
        all[nameof(UpdateDomainName)] = new UpdateDomainName(store, ApiGateway.DomainNames.DomainSecurity.Of(options));
        all[nameof(DeleteDomainName)] = new DeleteDomainName(store);

        all[nameof(CreateApiMapping)] = new CreateApiMapping(store, quotas);
        all[nameof(GetApiMapping)] = new GetApiMapping(store);
        all[nameof(GetApiMappings)] = new GetApiMappings(store);
        all[nameof(UpdateApiMapping)] = new UpdateApiMapping(store, quotas);
        all[nameof(DeleteApiMapping)] = new DeleteApiMapping(store);

        all[nameof(CreateRoutingRule)] = new CreateRoutingRule(store, quotas);
        all[nameof(GetRoutingRule)] = new GetRoutingRule(store);
        all[nameof(ListRoutingRules)] = new ListRoutingRules(store);
        all[nameof(PutRoutingRule)] = new PutRoutingRule(store);
        all[nameof(DeleteRoutingRule)] = new DeleteRoutingRule(store);

        all[nameof(CreateVpcLink)] = new CreateVpcLink(store, quotas);
        all[nameof(GetVpcLink)] = new GetVpcLink(store);
        all[nameof(GetVpcLinks)] = new GetVpcLinks(store);
        all[nameof(UpdateVpcLink)] = new UpdateVpcLink(store);
        all[nameof(DeleteVpcLink)] = new DeleteVpcLink(store);
    }

    /// <summary>The parts that HTTP APIs do not have; each answers 400 there (http-api §2).</summary>
    private static void AddWebSocketParts(
        Dictionary<string, IOperation> all, ApiV2Store store, ApiV2Quotas quotas, EditLanes lanes)
    {
        all[nameof(CreateModel)] = lanes.Edit(new CreateModel(store, quotas));
        all[nameof(GetModel)] = new GetModel(store);
        all[nameof(GetModels)] = new GetModels(store);
        all[nameof(GetModelTemplate)] = new GetModelTemplate(store);
        all[nameof(UpdateModel)] = lanes.Edit(new UpdateModel(store));
        all[nameof(DeleteModel)] = lanes.Edit(new DeleteModel(store));

        all[nameof(CreateRouteResponse)] = lanes.Edit(new CreateRouteResponse(store));
        all[nameof(GetRouteResponse)] = new GetRouteResponse(store);
        all[nameof(GetRouteResponses)] = new GetRouteResponses(store);
        all[nameof(UpdateRouteResponse)] = lanes.Edit(new UpdateRouteResponse(store));
        all[nameof(DeleteRouteResponse)] = lanes.Edit(new DeleteRouteResponse(store));

        all[nameof(CreateIntegrationResponse)] = lanes.Edit(new CreateIntegrationResponse(store, quotas));
        all[nameof(GetIntegrationResponse)] = new GetIntegrationResponse(store);
        all[nameof(GetIntegrationResponses)] = new GetIntegrationResponses(store);
        all[nameof(UpdateIntegrationResponse)] = lanes.Edit(new UpdateIntegrationResponse(store));
        all[nameof(DeleteIntegrationResponse)] = lanes.Edit(new DeleteIntegrationResponse(store));
    }
}
