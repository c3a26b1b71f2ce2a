using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gatehouse.Services.ApiGateway.Hal;

/// <summary>A link of a resource.</summary>
/// <param name="Rel">Its name; the part before the colon is its curie.</param>
/// <param name="Href">
/// With <c>&lt;id&gt;</c> for what the resource or its surroundings fill in and <c>{id}</c> for what the caller does.
/// </param>
internal sealed record HalLink(string Rel, string Href)
{
    public bool IsTemplated => Href.Contains('{', StringComparison.Ordinal);
}

/// <summary>What a shape of the contract is in HAL: its address and where it leads.</summary>
/// <param name="Self">Its path; <see langword="null"/> for the request's own.</param>
/// <param name="Links">Beside <c>self</c> and <c>curies</c>.</param>
internal sealed record HalResource(string? Self, ImmutableArray<HalLink> Links);

/// <summary>The tables of rest-control-plane §1.10, and for what they leave out the same pattern.</summary>
internal static class HalResources
{
    private const string Api = "/restapis/<restApiId>";
    private const string Resource = Api + "/resources/<resourceId>";
    private const string Method = Resource + "/methods/<httpMethod>";
    private const string Integration = Method + "/integration";
    private const string Domain = "/domainnames/<domainName>";

    private static readonly HalResource Plain = new(null, []);

    private static readonly FrozenDictionary<string, HalResource> ByShape = new Dictionary<string, HalResource>
    {
        ["RestApis"] = List(
            new("restapi:by-id", "/restapis/{restapi_id}"),
            new("restapi:create", "/restapis"),
            new("restapi:put", "/restapis/{restapi_id}?failonwarnings=false{&mode}")),
        ["RestApi"] = new("/restapis/<id>",
        [
            new("authorizer:by-id", "/restapis/<id>/authorizers/{authorizer_id}"),
            new("authorizer:create", "/restapis/<id>/authorizers"),
            new("deployment:by-id", "/restapis/<id>/deployments/{deployment_id}{?embed}"),
            new("deployment:create", "/restapis/<id>/deployments"),
            new("model:by-name", "/restapis/<id>/models/{model_name}?flatten=false"),
            new("model:create", "/restapis/<id>/models"),
            new("resource:by-id", "/restapis/<id>/resources/{resource_id}{?embed}"),
            new("resource:create", "/restapis/<id>/resources/<rootResourceId>"),
            new("restapi:authorizers", "/restapis/<id>/authorizers"),
            new("restapi:delete", "/restapis/<id>"),
            new("restapi:deployments", "/restapis/<id>/deployments{?limit}"),
            new("restapi:models", "/restapis/<id>/models"),
            new("restapi:resources", "/restapis/<id>/resources{?limit,embed}"),
            new("restapi:stages", "/restapis/<id>/stages{?deployment_id}"),
            new("restapi:update", "/restapis/<id>"),
            new("stage:by-name", "/restapis/<id>/stages/{stage_name}"),
            new("stage:create", "/restapis/<id>/stages"),
        ]),
        ["Resources"] = List(
            new("resource:by-id", Api + "/resources/{resource_id}{?embed}"),
            new("resource:create", Api + "/resources/{parent_id}")),
        ["Resource"] = new(Api + "/resources/<id>",
        [
            new("method:by-http-method", Api + "/resources/<id>/methods/{http_method}"),
            new("method:put", Api + "/resources/<id>/methods/{http_method}"),
            new("resource:create-child", Api + "/resources/<id>"),
            new("resource:update", Api + "/resources/<id>"),
            new("resource:delete", Api + "/resources/<id>"),
        ]),
        ["Method"] = new(Method,
        [
            new("integration:put", Integration),
            new("method:delete", Method),
            new("method:update", Method),
            new("methodresponse:put", Method + "/responses/{status_code}"),
        ]),
        ["Integration"] = new(Integration,
        [
            new("integration:delete", Integration),
            new("integration:update", Integration),
            new("integrationresponse:put", Integration + "/responses/{status_code}"),
        ]),
        ["MethodResponse"] = Of("methodresponse", Method + "/responses/<statusCode>", "delete", "update"),
        ["IntegrationResponse"] = Of(
            "integrationresponse", Integration + "/responses/<statusCode>", "delete", "update"),
        ["GatewayResponses"] = List(
            new("first", Api + "/gatewayresponses"),
            new("gatewayresponse:by-type", Api + "/gatewayresponses/{response_type}")),
        ["GatewayResponse"] = Of(
            "gatewayresponse", Api + "/gatewayresponses/<responseType>", "delete", "put", "update"),
        ["ApiKeys"] = List(new("apikey:by-key", "/apikeys/{api_Key}"), new("apikey:create", "/apikeys")),
        ["ApiKey"] = Of("apikey", "/apikeys/<id>", "delete", "update"),
        ["DocumentationPart"] = Of("documentationpart", Api + "/documentation/parts/<id>", "delete", "update"),
        ["DocumentationVersion"] = Of(
            "documentationversion", Api + "/documentation/versions/<version>", "delete", "update"),
        ["Account"] = new("/account", [new("account:update", "/account")]),
        ["DomainNameAccessAssociations"] = List(
            new HalLink("domainnameaccessassociation:create", "/domainnameaccessassociations")),
        ["DomainNameAccessAssociation"] = new(
            "/domainnameaccessassociations/<domainNameAccessAssociationArn>", []),
        ["Authorizer"] = Of("authorizer", Api + "/authorizers/<id>", "delete", "update"),
        ["Model"] = Of("model", Api + "/models/<name>", "delete", "update"),
        ["RequestValidator"] = Of("requestvalidator", Api + "/requestvalidators/<id>", "delete", "update"),
        ["Deployment"] = Of("deployment", Api + "/deployments/<id>", "delete", "update"),
        ["Stage"] = Of("stage", Api + "/stages/<stageName>", "delete", "update"),
        ["DomainName"] = Of("domainname", Domain, "delete", "update"),
        ["BasePathMapping"] = Of("basepathmapping", Domain + "/basepathmappings/<basePath>", "delete", "update"),
        ["ClientCertificate"] = Of(
            "clientcertificate", "/clientcertificates/<clientCertificateId>", "delete", "update"),
        ["VpcLink"] = Of("vpclink", "/vpclinks/<id>", "delete", "update"),
        ["UsagePlan"] = Of("usageplan", "/usageplans/<id>", "delete", "update"),
        ["UsagePlanKey"] = Of("usageplankey", "/usageplans/<usagePlanId>/keys/<id>", "delete"),
        ["SdkType"] = new("/sdktypes/<id>", []),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Curie names and the pages of the guide that they lead to.</summary>
    public static FrozenDictionary<string, string> Curies { get; } = new Dictionary<string, string>
    {
        ["account"] = "account-apigateway",
        ["apikey"] = "restapi-apikey",
        ["authorizer"] = "restapi-authorizer",
        ["deployment"] = "restapi-deployment",
        ["documentationpart"] = "restapi-documentationpart",
        ["domainname"] = "restapi-domainname",
        ["gatewayresponse"] = "restapi-gatewayresponse",
        ["integration"] = "restapi-integration",
        ["integrationresponse"] = "restapi-integration-response",
        ["method"] = "restapi-method",
        ["methodresponse"] = "restapi-method-response",
        ["model"] = "restapi-model",
        ["resource"] = "restapi-resource",
        ["restapi"] = "restapi-restapi",
        ["stage"] = "restapi-stage",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static HalResource Of(string shape) => ByShape.GetValueOrDefault(shape, Plain);

    private static HalResource List(params ImmutableArray<HalLink> links) => new(null, links);

    private static HalResource Of(string name, string self, params ReadOnlySpan<string> actions)
    {
        var links = ImmutableArray.CreateBuilder<HalLink>();
        foreach (var action in actions)
        {
            links.Add(new HalLink($"{name}:{action}", self));
        }

        return new HalResource(self, links.ToImmutable());
    }
}
