using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.Contracts;

/// <summary>
/// Issue 5, "conflicting state": what is refused because of what else there is, in AWS's words (rest-control-plane §1.9,
/// §3.1), and stores nothing. A row: the calls before it, the call, what its input says differently from the valid one.
/// </summary>
public sealed class ConflictTests
{
    private const string BadRequest = "BadRequestException";
    private const string Conflict = "ConflictException";
    private const string NotFound = "NotFoundException";

    [Theory]
    [InlineData("", "CreateStage", """{"stageName":"dev"}""", 409, Conflict, "Stage already exists")]
    [InlineData("", "CreateStage", """{"deploymentId":"zzzzzz"}""", 400, BadRequest, "Deployment id does not exist")]
    [InlineData("", "CreateStage", """{"stageName":"a b"}""", 400, BadRequest, "Stage name only allows a-zA-Z0-9_")]
    [InlineData("", "CreateModel", """{"name":"Pet"}""", 409, Conflict, "Model name already exists for this REST API")]
    [InlineData("", "CreateModel", """{"name":"a-b"}""", 400, BadRequest, "Model name must be alphanumeric: a-b")]
    [InlineData("PutMethod", "DeleteModel", "{}", 409, Conflict, "Cannot delete model 'Pet', is referenced in method request: /a/POST")]
    [InlineData("PutMethodResponse", "DeleteModel", "{}", 409, Conflict, "Cannot delete model 'Pet', is referenced in method response: /a/GET")]
    [InlineData("", "PutMethod", """{"httpMethod":"GET"}""", 409, Conflict, "Method already exists for this resource")]
    [InlineData("", "PutMethod", """{"httpMethod":"FETCH"}""", 400, BadRequest, "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY")]
    [InlineData("", "PutMethod", """{"requestValidatorId":"zzzzzz"}""", 400, BadRequest, "Invalid Request Validator identifier specified")]
    [InlineData("", "PutMethod", """{"requestModels":{"a/b":"Dog"}}""", 400, BadRequest, "Invalid model identifier specified: Dog")]
    [InlineData("", "PutMethod", """{"authorizationType":"CUSTOM"}""", 400, BadRequest, "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.")]
    [InlineData("", "PutMethod", """{"requestParameters":{"method.request.header.a":true,"method.request.querystring.a":true}}""", 400, BadRequest, "Parameter names must be unique across querystring, header and path")]
    [InlineData("", "PutMethodResponse", """{"statusCode":"200"}""", 409, Conflict, "Response already exists for this resource")]
    [InlineData("", "PutMethodResponse", """{"responseModels":{"a/b":"Dog"}}""", 400, BadRequest, "Invalid model identifier specified: Dog")]
    [InlineData("", "PutIntegrationResponse", """{"statusCode":"599"}""", 404, NotFound, "Invalid Response status code specified")]
    [InlineData("CreateResource", "CreateResource", "{}", 409, Conflict, "Another resource with the same parent already has this name: new")]
    [InlineData("", "CreateResource", """{"pathPart":"a b"}""", 400, BadRequest, "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.")]
    [InlineData("", "UpdateResource", """{"resourceId":"<root>"}""", 400, BadRequest, "Root resource cannot update its pathPart.")]
    [InlineData("", "UpdateResource", """{"patchOperations":[{"op":"replace","path":"/pathPart","value":"free"}]}""", 409, Conflict, "Another resource with the same parent already has this name: free")]
    [InlineData("", "UpdateResource", """{"patchOperations":[{"op":"replace","path":"/parentId","value":"<res>"}]}""", 400, BadRequest, "Resources cannot be cyclical.")]
    [InlineData("", "DeleteResource", """{"resourceId":"<root>"}""", 400, BadRequest, "Root resource cannot be deleted")]
    [InlineData("", "CreateAuthorizer", """{"name":"token"}""", 400, BadRequest, "Authorizer name must be unique. Authorizer token already exists in this RestApi.")]
    [InlineData("", "CreateAuthorizer", """{"authorizerUri":"http://x"}""", 400, BadRequest, "Invalid Authorizer URI: http://x. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.")]
    [InlineData("PutMethod", "DeleteRequestValidator", "{}", 409, Conflict, "Cannot delete Request Validator '<validator>', is referenced in method: POST//a")]
    [InlineData("", "DeleteDeployment", """{"deploymentId":"<deployment>"}""", 400, BadRequest, "Active stages pointing to this deployment must be moved or deleted")]
    [InlineData("", "DeleteStage", """{"restApiId":"<api>"}""", 400, BadRequest, "Deleting stage dev failed. Please remove all base path mappings related to the stage in your domains: api.example.com")]
    [InlineData("", "DeleteRestApi", """{"restApiId":"<api>"}""", 400, BadRequest, "Deleting RestApi <api> failed. Please remove all base path mappings related to the RestApi in your domains: api.example.com")]
    [InlineData("", "DeleteUsagePlan", """{"usagePlanId":"<plan>"}""", 400, BadRequest, "Cannot delete Usage Plan <plan> because there are API Stages associated with it, including <api>:dev")]
    [InlineData("CreateApiKey", "CreateApiKey", "{}", 409, Conflict, "API Key already exists")]
    [InlineData("", "CreateApiKey", """{"value":"1234567890123456789"}""", 400, BadRequest, "API Key value should be at least 20 characters")]
    [InlineData("", "CreateUsagePlan", """{"apiStages":[{"apiId":"<api>","stage":"no"}]}""", 404, NotFound, "API Stage not found: <api>:no")]
    [InlineData("", "UpdateUsagePlan", """{"patchOperations":[{"op":"add","path":"/apiStages","value":"nonsense"}]}""", 400, BadRequest, "Invalid API Stage specified")]
    [InlineData("", "UpdateUsagePlan", """{"patchOperations":[{"op":"add","path":"/apiStages","value":"<api>:no"}]}""", 404, NotFound, "Invalid API Stage {api: <api>, stage: no} specified for usageplan <plan>")]
    [InlineData("", "CreateUsagePlanKey", """{"keyId":"zzzzzz"}""", 404, NotFound, "Invalid API Key identifier specified")]
    [InlineData("", "CreateBasePathMapping", """{"basePath":"shop"}""", 409, Conflict, "Base path already exists for this domain name")]
    [InlineData("", "CreateBasePathMapping", """{"basePath":"a/b"}""", 400, BadRequest, "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.")]
    [InlineData("", "CreateBasePathMapping", """{"restApiId":"zzzzzz"}""", 400, BadRequest, "Invalid REST API identifier specified")]
    [InlineData("", "CreateBasePathMapping", """{"stage":"no"}""", 400, BadRequest, "Invalid stage identifier specified")]
    [InlineData("", "CreateDomainName", """{"domainName":"api.example.com"}""", 400, BadRequest, "The domain name you provided already exists.")]
    [InlineData("", "CreateDocumentationPart", """{"location":{"type":"API"}}""", 409, Conflict, "Documentation part already exists for the specified location: type 'API'.")]
    [InlineData("", "DeleteGatewayResponse", """{"responseType":"THROTTLED"}""", 404, NotFound, "Gateway response type not defined on api")]
    [InlineData("", "UpdateVpcLink", """{"patchOperations":[{"op":"replace","path":"/targetArns","value":"x"}]}""", 400, BadRequest, "Target arns are not allowed to be changed/added.")]
    [InlineData("", "CreateVpcLink", """{"name":""}""", 400, BadRequest, "Name cannot be empty")]
    [InlineData("", "CreateVpcLink", """{"targetArns":["x"]}""", 400, BadRequest, "Invalid ARN. ARN is not well formed x")]
    [InlineData("", "CreateVpcLink", """{"targetArns":["arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/a/1","arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/b/2"]}""", 400, BadRequest, "More than one target arn specified for vpc link.")]
    [InlineData("", "UpdateAccount", """{"patchOperations":[{"op":"remove","path":"/features","value":"UsagePlans"}]}""", 400, BadRequest, "Usage Plans cannot be disabled once enabled")]
    [InlineData("", "CreateRestApi", """{"endpointConfiguration":{"types":["EDGE","REGIONAL"]}}""", 400, BadRequest, "Cannot create an api with multiple Endpoint Types.")]
    [InlineData("", "CreateRestApi", """{"endpointConfiguration":{"types":[]}}""", 400, BadRequest, "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.")]
    [InlineData("", "CreateRestApi", """{"endpointConfiguration":{"types":["PRIVATE"],"ipAddressType":"ipv4"}}""", 400, BadRequest, "Only dualstack ipAddressType is supported for Private APIs.")]
    [InlineData("", "CreateRestApi", """{"description":""}""", 400, BadRequest, "Description cannot be an empty string")]
    [InlineData("", "CreateRestApi", """{"minimumCompressionSize":-1}""", 400, BadRequest, "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("", "CreateRestApi", """{"minimumCompressionSize":10485761}""", 400, BadRequest, "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("", "CreateRestApi", """{"policy":"{"}""", 400, BadRequest, "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.")]
    [InlineData("", "CreateRestApi", """{"cloneFrom":"zzzzzzzzzz"}""", 404, NotFound, "Invalid API identifier specified 000000000000:zzzzzzzzzz")]
    [InlineData("PutMethod", "CreateDeployment", "{}", 400, BadRequest, "No integration defined for method")]
    [InlineData("CreateResource", "CreateDeployment", """{"stageName":"no","canarySettings":{"percentTraffic":1}}""", 400, BadRequest, "Invalid deployment content specified.Stage no must already be created before making a canary release deployment")]
    [InlineData("", "CreateDeployment", """{"stageName":null,"canarySettings":{"percentTraffic":1}}""", 400, BadRequest, "Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is null")]
    [InlineData("", "PutIntegration", """{"type":"AWS","integrationHttpMethod":null}""", 400, BadRequest, "Enumeration value for HttpMethod must be non-empty")]
    [InlineData("", "PutIntegration", """{"type":"AWS"}""", 400, BadRequest, "Invalid ARN specified in the request")]
    [InlineData("", "PutIntegration", """{"uri":"x"}""", 400, BadRequest, "Invalid HTTP endpoint specified for URI")]
    [InlineData("", "PutIntegration", """{"timeoutInMillis":49}""", 400, BadRequest, "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("", "PutIntegration", """{"timeoutInMillis":29001}""", 400, BadRequest, "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("", "PutIntegration", """{"integrationHttpMethod":"FETCH"}""", 400, BadRequest, "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY")]
    [InlineData("", "CreateRequestValidator", """{"restApiId":"zzzzzz"}""", 400, BadRequest, "Invalid REST API identifier specified")]
    [InlineData("", "CreateAuthorizer", """{"restApiId":"zzzzzz"}""", 409, Conflict, "Unable to complete operation due to concurrent modification. Please try again later.")]
    [InlineData("", "UpdateStage", """{"patchOperations":[{"op":"replace","path":"/*/*/logging/loglevel","value":"INFO"}]}""", 400, BadRequest, "CloudWatch Logs role ARN must be set in account settings to enable logging")]
    public async Task A_call_against_the_state_of_things_is_refused_in_AWSs_words(
        string before, string operation, string changes, int status, string type, string message)
    {
        var world = await ContractWorld.CreateAsync(operation);
        if (before.Length > 0)
        {
            (await world.Valid(before).SendAsync(world.Plane)).Status.ShouldBeInRange(200, 299);
        }

        await RefuseAsync(world, operation, changes, answer => answer.ShouldRefuse(status, type, world.Fill(message)));
    }

    /// <summary>The texts are unconfirmed; that it is refused, and how, is not.</summary>
    [Theory]
    [InlineData("CreateUsagePlanKey", """{"keyId":"<key>"}""", 409)]
    [InlineData("CreateUsagePlanKey", """{"keyType":"OTHER"}""", 400)]
    [InlineData("CreateDocumentationVersion", """{"documentationVersion":"v1"}""", 409)]
    [InlineData("CreateDocumentationPart", """{"location":{"type":"API","path":"/a"}}""", 400)]
    [InlineData("CreateDomainNameAccessAssociation", """{"accessAssociationSource":"vpce-1"}""", 409)]
    [InlineData("CreateDomainName", """{"securityPolicy":"SecurityPolicy_TLS13_2025_EDGE"}""", 400)]
    [InlineData("DeleteDomainName", """{"domainName":"in.example.com","domainNameId":"<privateId>"}""", 400)]
    [InlineData("UpdateUsage", """{"usagePlanId":"<idlePlan>"}""", 404)]
    [InlineData("GetUsage", """{"startDate":"2026-02-01"}""", 400)]
    [InlineData("GetUsage", """{"endDate":"2026-12-01"}""", 400)]
    [InlineData("CreateStage", """{"cacheClusterSize":"0.7"}""", 400)]
    [InlineData("CreateStage", """{"variables":{"a-b":"c"}}""", 400)]
    [InlineData("CreateStage", """{"documentationVersion":"no"}""", 400)]
    [InlineData("CreateStage", """{"canarySettings":{"percentTraffic":101}}""", 400)]
    [InlineData("TagResource", """{"tags":{"aws:a":"b"}}""", 400)]
    [InlineData("TagResource", """{"resourceArn":"arn:aws:apigateway:us-east-1::/restapis/<api>/resources/<res>"}""", 400)]
    [InlineData("CreateUsagePlan", """{"quota":{"limit":1,"offset":7,"period":"WEEK"}}""", 400)]
    [InlineData("CreateUsagePlan", """{"quota":{"limit":1,"offset":1,"period":"DAY"}}""", 400)]
    [InlineData("ImportRestApi", """{"body":"no API"}""", 400)]
    [InlineData("PutRestApi", """{"body":"{}"}""", 400)]
    public async Task What_AWS_refuses_in_words_that_nobody_recorded_is_refused(string operation, string changes, int status)
    {
        var world = await ContractWorld.CreateAsync(operation);

        await RefuseAsync(world, operation, changes, answer => answer.Status.ShouldBe(status, answer.Text));
    }

    [Fact]
    public async Task An_authorizer_in_use_stays()
    {
        var world = await ContractWorld.CreateAsync("");
        await SucceedAsync(world, "UpdateMethod", """{"patchOperations":[{"op":"replace","path":"/authorizationType","value":"CUSTOM"},{"op":"replace","path":"/authorizerId","value":"<authorizer>"}]}""");

        await RefuseAsync(world, "DeleteAuthorizer", "{}", answer => answer.ShouldRefuse(
            409, Conflict, "Cannot delete authorizer 'token', is referenced in method: GET//a"));
    }

    [Fact]
    public async Task A_client_certificate_in_use_stays()
    {
        var world = await ContractWorld.CreateAsync();
        await SucceedAsync(world, "UpdateStage", """{"patchOperations":[{"op":"replace","path":"/clientCertificateId","value":"<certificate>"}]}""");

        await RefuseAsync(world, "DeleteClientCertificate", "{}", answer => answer.Status.ShouldBe(400));
    }

    [Fact]
    public async Task A_VPC_link_stays_while_an_integration_names_it_also_one_that_is_only_deployed()
    {
        var world = await ContractWorld.CreateAsync("");
        await SucceedAsync(world, "PutIntegration", """{"connectionType":"VPC_LINK","connectionId":"<link>"}""");
        await RefuseAsync(world, "DeleteVpcLink", "{}", answer => answer.ShouldRefuse(
            400, BadRequest, world.Fill("Cannot delete vpc link. Vpc link '<link>', is referenced in [<api>:GET:<res>:null] in format of [RESTApiId:Method:Resource:Stage].")));

        await SucceedAsync(world, "CreateDeployment", """{"stageName":"dev"}""");
        await SucceedAsync(world, "PutIntegration", "{}");

        await RefuseAsync(world, "DeleteVpcLink", "{}", answer => answer.ShouldRefuse(
            400, BadRequest, world.Fill("Cannot delete vpc link. Vpc link '<link>', is referenced in [<api>:GET:<res>:dev] in format of [RESTApiId:Method:Resource:Stage].")));
    }

    [Fact]
    public async Task An_API_without_methods_and_a_private_one_without_a_policy_are_not_deployed()
    {
        var world = await ContractWorld.CreateAsync("");
        await SucceedAsync(world, "DeleteMethod", """{"httpMethod":"PUT"}""");
        await SucceedAsync(world, "DeleteMethod", "{}");
        await RefuseAsync(world, "CreateDeployment", "{}", answer => answer.ShouldRefuse(400, BadRequest, "The REST API doesn't contain any methods"));

        await SucceedAsync(world, "UpdateRestApi", """{"restApiId":"<spare>","patchOperations":[{"op":"replace","path":"/endpointConfiguration/types/EDGE","value":"PRIVATE"}]}""");
        await RefuseAsync(world, "CreateDeployment", """{"restApiId":"<spare>"}""", answer => answer.ShouldRefuse(400, BadRequest, "Private REST API doesn't have a resource policy attached to it"));
    }

    private static async Task SucceedAsync(ContractWorld world, string operation, string changes)
    {
        var answer = await Changed(world, operation, changes).SendAsync(world.Plane);
        answer.Status.ShouldBeInRange(200, 299, answer.Text);
    }

    private static async Task RefuseAsync(ContractWorld world, string operation, string changes, Action<Answer> check)
    {
        var revision = world.Plane.Store.Revision;

        check(await Changed(world, operation, changes).SendAsync(world.Plane));

        world.Plane.Store.Revision.ShouldBe(revision);
    }

    private static ContractCall Changed(ContractWorld world, string operation, string changes)
    {
        var call = world.Valid(operation);
        foreach (var (member, value) in JsonNode.Parse(world.Fill(changes))!.AsObject())
        {
            call = value is null ? call.Without(member) : call.With(member, value.DeepClone());
        }

        return call;
    }
}
