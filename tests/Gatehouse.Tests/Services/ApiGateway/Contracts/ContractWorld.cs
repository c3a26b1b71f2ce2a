using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.Skeleton;
using Gatehouse.Wire.Contracts;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.Contracts;

/// <summary>
/// An account with one of everything that <c>apigateway</c> knows, so that every operation has something to act on, and
/// spare ones of what can only be deleted unused.
/// </summary>
internal sealed class ContractWorld
{
    private const string Certificate = "arn:aws:acm:us-east-1:000000000000:certificate/11111111-2222-3333-4444-555555555555";

    private readonly Dictionary<string, string> _ids = [];

    private ContractWorld()
    {
    }

    public ControlPlaneHarness Plane { get; } = new(change: options => options with
    {
        MethodTester = new FixedTester(), AuthorizerTester = new FixedTester(),
    });

    public static ServiceContract Contract => ServiceContracts.Find("apigateway")!;

    /// <summary>The operations of the contract that are built.</summary>
    public static IEnumerable<OperationContract> Built
    {
        get
        {
            var service = new ControlPlaneHarness().Plane.Services.Single(one => one.Id == "apigateway");
            return Contract.Operations.Where(operation => service.Operations.ContainsKey(operation.Name));
        }
    }

    /// <param name="operation">What the world is for; a key pair, which takes long, is made only where it is needed.</param>
    public static async Task<ContractWorld> CreateAsync(string operation = "ClientCertificate")
    {
        var world = new ContractWorld();
        await world.CreateApiAsync();
        await world.CreateSpareApiAsync();
        await world.CreateKeysAsync();
        await world.CreateDomainsAsync();
        world._ids["link"] = await world.NewAsync(
            "POST", "/vpclinks", """{"name":"l","targetArns":["arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/n/1"]}""");
        world._ids["certificate"] = !operation.Contains("ClientCertificate", StringComparison.Ordinal) ? "none" : await world.NewAsync("POST", "/clientcertificates", "{}", "clientCertificateId");
        return world;
    }

    /// <summary>The valid call of the table with this world's ids.</summary>
    public ContractCall Valid(string operation)
    {
        var contract = Contract.ByName[operation];
        return new ContractCall(contract, JsonNode.Parse(Fill(ValidCalls.Of(operation)))!.AsObject());
    }

    public string Fill(string text) => _ids.Aggregate(
        text, (filled, id) => filled.Replace($"<{id.Key}>", id.Value, StringComparison.Ordinal));

    private async Task CreateApiAsync()
    {
        var api = (await Plane.CallAsync("POST", "/restapis", """{"name":"pets","tags":{"a":"b"}}""")).Json;
        _ids["api"] = api["id"]!.ToString();
        _ids["root"] = api["rootResourceId"]!.ToString();
        _ids["res"] = await NewAsync("POST", "/restapis/<api>/resources/<root>", """{"pathPart":"a"}""");
        _ids["free"] = await NewAsync("POST", "/restapis/<api>/resources/<root>", """{"pathPart":"free"}""");
        _ids["model"] = await NewAsync("POST", "/restapis/<api>/models", ValidCalls.Model("Pet"), "name");
        _ids["validator"] = await NewAsync("POST", "/restapis/<api>/requestvalidators", """{"name":"v"}""");
        _ids["authorizer"] = await NewAsync("POST", "/restapis/<api>/authorizers", ValidCalls.Authorizer("token"));
        const string Method = "/restapis/<api>/resources/<res>/methods/GET";
        await NewAsync("PUT", Method, """{"authorizationType":"NONE"}""", "httpMethod");
        await NewAsync("PUT", Method + "/responses/200", """{"responseParameters":{"method.response.header.a":false}}""", "statusCode");
        await NewAsync("PUT", Method + "/responses/201", "{}", "statusCode");
        await NewAsync("PUT", Method + "/integration", """{"type":"MOCK"}""", "type");
        await NewAsync("PUT", Method + "/integration/responses/200", "{}", "statusCode");
        await NewAsync("PUT", "/restapis/<api>/resources/<res>/methods/PUT", """{"authorizationType":"NONE"}""", "httpMethod");
        await NewAsync("PUT", "/restapis/<api>/resources/<res>/methods/PUT/integration", """{"type":"MOCK"}""", "type");
        await NewAsync("PUT", "/restapis/<api>/gatewayresponses/DEFAULT_4XX", """{"statusCode":"400"}""", "responseType");
        _ids["part"] = await NewAsync("POST", "/restapis/<api>/documentation/parts", """{"location":{"type":"API"},"properties":"{\"a\":1}"}""");
        await NewAsync("POST", "/restapis/<api>/documentation/versions", """{"documentationVersion":"v1"}""", "version");
        _ids["spareDeployment"] = await NewAsync("POST", "/restapis/<api>/deployments", "{}");
        _ids["deployment"] = await NewAsync("POST", "/restapis/<api>/deployments", """{"stageName":"dev"}""");
    }

    private async Task CreateSpareApiAsync()
    {
        var api = (await Plane.CallAsync("POST", "/restapis", """{"name":"spare"}""")).Json;
        _ids["spare"] = api["id"]!.ToString();
        _ids["spareRoot"] = api["rootResourceId"]!.ToString();
        await NewAsync("PUT", "/restapis/<spare>/resources/<spareRoot>/methods/GET", """{"authorizationType":"NONE"}""", "httpMethod");
        await NewAsync("PUT", "/restapis/<spare>/resources/<spareRoot>/methods/GET/integration", """{"type":"MOCK"}""", "type");
        await NewAsync("POST", "/restapis/<spare>/deployments", """{"stageName":"dev"}""");
    }

    private async Task CreateKeysAsync()
    {
        _ids["key"] = await NewAsync("POST", "/apikeys", """{"name":"k","enabled":true}""");
        _ids["otherKey"] = await NewAsync("POST", "/apikeys", """{"name":"o","enabled":true}""");
        _ids["plan"] = await NewAsync(
            "POST", "/usageplans", """{"name":"p","apiStages":[{"apiId":"<api>","stage":"dev"}],"quota":{"limit":10,"period":"DAY"}}""");
        _ids["idlePlan"] = await NewAsync("POST", "/usageplans", """{"name":"i"}""");
        await NewAsync("POST", "/usageplans/<plan>/keys", """{"keyId":"<key>","keyType":"API_KEY"}""");
    }

    private async Task CreateDomainsAsync()
    {
        _ids["acm"] = Certificate;
        await NewAsync("POST", "/domainnames", """{"domainName":"api.example.com","regionalCertificateArn":"<acm>","endpointConfiguration":{"types":["REGIONAL"]}}""", "domainName");
        await NewAsync("POST", "/domainnames/api.example.com/basepathmappings", """{"restApiId":"<api>","stage":"dev","basePath":"shop"}""", "basePath");
        var domain = (await Plane.CallAsync(
            "POST", "/domainnames", Fill("""{"domainName":"in.example.com","certificateArn":"<acm>","endpointConfiguration":{"types":["PRIVATE"]}}"""))).Json;
        _ids["privateId"] = domain["domainNameId"]!.ToString();
        _ids["privateArn"] = domain["domainNameArn"]!.ToString();
        _ids["association"] = await NewAsync(
            "POST", "/domainnameaccessassociations", """{"domainNameArn":"<privateArn>","accessAssociationSourceType":"VPCE","accessAssociationSource":"vpce-1"}""", "domainNameAccessAssociationArn");
    }

    private async Task<string> NewAsync(string method, string path, string body, string member = "id")
    {
        var answer = await Plane.CallAsync(method, Fill(path), Fill(body));
        answer.Status.ShouldBeInRange(200, 299, $"{method} {Fill(path)}: {answer.Text}");
        return answer.Json[member]!.ToString();
    }
}
