using Gatehouse.Tests.Services.Iam;
using Shouldly;
using static Gatehouse.Tests.Services.Iam.IdentityHarness;

namespace Gatehouse.Tests.Services.Authorization;

/// <summary>What a management call needs (security §2.7, §3.4, checklist "Policy engine").</summary>
public sealed class PolicyAuthorizerTests
{
    private readonly IdentityHarness _house = new();

    [Fact]
    public async Task Verbs_and_paths_decide_and_the_account_is_empty()
    {
        var alice = await _house.AddUserAsync("alice", Allow("\"apigateway:GET\"", "arn:aws:apigateway:us-east-1::/restapis"));

        (await _house.RestAsync(alice, "GET", "/restapis")).Status.ShouldBe(200);
        var refused = await _house.RestAsync(alice, "POST", "/restapis", """{"name":"x"}""");
        refused.ShouldRefuse(
            403, "AccessDeniedException",
            $"User: arn:aws:iam::{Account}:user/alice is not authorized to perform: apigateway:POST on resource: arn:aws:apigateway:us-east-1::/restapis because no identity-based policy allows the apigateway:POST action");
        refused.Text.ShouldStartWith("{\"Message\":"); // §1.9: a capital M
        (await _house.RestAsync(alice, "GET", "/restapis/abc")).Status.ShouldBe(403);
    }

    [Fact] // http-api §1.4: the verb is the action, and the ARN begins with /apis, without /v2
    public async Task Version_2_is_decided_by_its_verb_and_the_ARN_of_its_apis()
    {
        var api = (await _house.RestAsync(Root, "POST", "/v2/apis", """{"name":"x","protocolType":"HTTP"}""")).String("apiId");
        var alice = await _house.AddUserAsync(
            "alice", Allow("[\"apigateway:GET\",\"apigateway:POST\"]", $"arn:aws:apigateway:us-east-1::/apis/{api}/routes*"));

        (await _house.RestAsync(alice, "GET", $"/v2/apis/{api}/routes")).Status.ShouldBe(200);
        var route = (await _house.RestAsync(alice, "POST", $"/v2/apis/{api}/routes", """{"routeKey":"GET /a"}""")).String("routeId");
        var refused = await _house.RestAsync(alice, "DELETE", $"/v2/apis/{api}/routes/{route}");
        refused.ShouldRefuse(
            403, "AccessDeniedException",
            $"User: arn:aws:iam::{Account}:user/alice is not authorized to perform: apigateway:DELETE on resource: arn:aws:apigateway:us-east-1::/apis/{api}/routes/{route} because no identity-based policy allows the apigateway:DELETE action");
        (await _house.RestAsync(alice, "GET", $"/v2/apis/{api}")).Status.ShouldBe(403);
        (await _house.RestAsync(alice, "GET", "/v2/apis")).Status.ShouldBe(403);
        (await _house.RestAsync(Root, "GET", $"/v2/apis/{api}/routes/{route}")).Status.ShouldBe(200);
    }

    [Fact] // security §3.4
    public async Task Roles_of_version_2_are_passed_only_by_those_who_may()
    {
        var role = $"arn:aws:iam::{Account}:role/r";
        var alice = await _house.AddUserAsync("alice", Allow("\"apigateway:*\""));
        var api = (await _house.RestAsync(alice, "POST", "/v2/apis", """{"name":"x","protocolType":"HTTP"}""")).String("apiId");
        var integration = $$$"""{"integrationType":"AWS_PROXY","integrationSubtype":"SQS-SendMessage","payloadFormatVersion":"1.0","credentialsArn":"{{{role}}}","requestParameters":{"QueueUrl":"q","MessageBody":"b"}}""";

        (await _house.RestAsync(alice, "POST", $"/v2/apis/{api}/integrations", integration)).Message.ShouldContain("iam:PassRole");
        await _house.OkAsync("PutUserPolicy", ("UserName", "alice"), ("PolicyName", "q"), ("PolicyDocument", Allow("\"iam:PassRole\"", role)));
        (await _house.RestAsync(alice, "POST", $"/v2/apis/{api}/integrations", integration)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task An_escape_does_not_lead_around_a_denied_path() // §11.9
    {
        var api = (await _house.RestAsync(Root, "POST", "/restapis", """{"name":"x"}""")).String("id");
        var alice = await _house.AddUserAsync(
            "alice", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"arn:aws:apigateway:*::/restapis/{{api}}"}]}""");

        (await _house.RestAsync(alice, "GET", $"/restapis/{api}")).Status.ShouldBe(403);
        (await _house.RestAsync(alice, "GET", $"/restapis/%{(int)api[0]:x2}{api[1..]}")).Status.ShouldBe(403);
        (await _house.RestAsync(alice, "GET", $"/restapis/{api}/")).Status.ShouldBe(403);
        (await _house.RestAsync(alice, "GET", $"/restapis/{api}/resources")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_policy_of_an_API_needs_a_right_of_its_own() // UpdateRestApiPolicy
    {
        const string Policy = """{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"execute-api:/*\"}]}""";
        var alice = await _house.AddUserAsync("alice", Allow("[\"apigateway:POST\",\"apigateway:PATCH\"]"));
        var body = $$"""{"name":"x","policy":"{{Policy}}"}""";

        (await _house.RestAsync(alice, "POST", "/restapis", body)).Message.ShouldContain("apigateway:UpdateRestApiPolicy");
        var api = (await _house.RestAsync(alice, "POST", "/restapis", """{"name":"x"}""")).String("id");
        (await _house.RestAsync(alice, "PATCH", $"/restapis/{api}", $$"""{"patchOperations":[{"op":"replace","path":"/policy","value":"{{Policy}}"}]}"""))
            .Message.ShouldContain("apigateway:UpdateRestApiPolicy");

        await _house.OkAsync("PutUserPolicy", ("UserName", "alice"), ("PolicyName", "q"), ("PolicyDocument", Allow("\"apigateway:UpdateRestApiPolicy\"")));
        (await _house.RestAsync(alice, "POST", "/restapis", body)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Roles_are_passed_only_by_those_who_may() // §3.4
    {
        var role = $"arn:aws:iam::{Account}:role/r";
        var alice = await _house.AddUserAsync("alice", Allow("\"apigateway:*\""));
        var created = await _house.RestAsync(alice, "POST", "/restapis", """{"name":"x"}""");
        var (api, root) = (created.String("id"), created.String("rootResourceId"));
        await _house.RestAsync(alice, "PUT", $"/restapis/{api}/resources/{root}/methods/GET", """{"authorizationType":"NONE"}""");
        string Integration(string credentials) =>
            $$"""{"type":"AWS","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:sqs:path/{{Account}}/q","credentials":"{{credentials}}"}""";

        var refused = await _house.RestAsync(alice, "PUT", $"/restapis/{api}/resources/{root}/methods/GET/integration", Integration(role));
        refused.ShouldRefuse(
            403, "AccessDeniedException",
            $"User: arn:aws:iam::{Account}:user/alice is not authorized to perform: iam:PassRole on resource: {role} because no identity-based policy allows the iam:PassRole action");
        (await _house.RestAsync(alice, "PUT", $"/restapis/{api}/resources/{root}/methods/GET/integration", Integration("arn:aws:iam::*:user/*"))).Status.ShouldBe(201);
        (await _house.RestAsync(alice, "PATCH", "/account", $$"""{"patchOperations":[{"op":"replace","path":"/cloudwatchRoleArn","value":"{{role}}"}]}"""))
            .Message.ShouldContain("iam:PassRole");
        (await _house.RestAsync(alice, "POST", $"/restapis/{api}/authorizers", $$"""{"name":"a","type":"TOKEN","authorizerUri":"x","identitySource":"method.request.header.A","authorizerCredentials":"{{role}}"}"""))
            .Message.ShouldContain("iam:PassRole");
        (await _house.RestAsync(alice, "PUT", $"/restapis/{api}?mode=merge", """{"openapi":"3.0.1","info":{"title":"x"},"paths":{"/":{"get":{"x-amazon-apigateway-integration":{"type":"aws","credentials":"ROLE"} } } } }""".Replace("ROLE", role.Replace("role", "r\\u006fle"))))
            .Message.ShouldContain("iam:PassRole");

        await _house.OkAsync("PutUserPolicy", ("UserName", "alice"), ("PolicyName", "q"), ("PolicyDocument",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"ROLE","Condition":{"StringEquals":{"iam:PassedToService":"apigateway.amazonaws.com"}}}]}""".Replace("ROLE", role)));
        (await _house.RestAsync(alice, "PUT", $"/restapis/{api}/resources/{root}/methods/GET/integration", Integration(role))).Status.ShouldBe(201);
    }

    [Fact]
    public async Task New_values_and_tags_can_be_conditions() // apigateway:Request/*, aws:RequestTag, aws:TagKeys
    {
        var alice = await _house.AddUserAsync("alice",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:POST","Resource":"*","Condition":{"StringEquals":{"apigateway:Request/ApiName":"mine","aws:RequestTag/team":"red"},"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}}]}""");

        (await _house.RestAsync(alice, "POST", "/restapis", """{"name":"yours","tags":{"team":"red"}}""")).Status.ShouldBe(403);
        (await _house.RestAsync(alice, "POST", "/restapis", """{"name":"mine"}""")).Status.ShouldBe(403);
        (await _house.RestAsync(alice, "POST", "/restapis", """{"name":"mine","tags":{"team":"red","more":"1"}}""")).Status.ShouldBe(403);
        (await _house.RestAsync(alice, "POST", "/restapis", """{"name":"mine","tags":{"team":"red"}}""")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Administration_can_be_delegated_within_a_boundary()
    {
        const string Boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess";
        var alice = await _house.AddUserAsync("alice",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:CreateUser","iam:PutUserPolicy"],"Resource":"*","Condition":{"StringEquals":{"iam:PermissionsBoundary":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}}]}""");
        async Task<int> Ask(string action, params (string Name, string Value)[] fields) => (await _house.AskAsync("iam", action, alice, fields)).Status;

        (await Ask("CreateUser", ("UserName", "bob"))).ShouldBe(403);
        (await Ask("CreateUser", ("UserName", "bob"), ("PermissionsBoundary", Boundary))).ShouldBe(200);
        (await Ask("PutUserPolicy", ("UserName", "bob"), ("PolicyName", "p"), ("PolicyDocument", Allow("\"*\"")))).ShouldBe(200);
        (await Ask("PutUserPolicy", ("UserName", "alice"), ("PolicyName", "p"), ("PolicyDocument", Allow("\"*\"")))).ShouldBe(403);
    }

    [Fact]
    public async Task Who_may_not_call_learns_nothing_of_the_inputs_faults() // rest-control-plane §1.7
    {
        var nobody = await _house.AddUserAsync("nobody");

        (await _house.RestAsync(nobody, "POST", "/restapis", "not json")).ErrorType.ShouldBe("AccessDeniedException");
        (await _house.RestAsync(Root, "POST", "/restapis", "not json")).ErrorType.ShouldBe("SerializationException");
    }

    [Fact]
    public async Task Lambdas_actions_are_its_operations_on_the_functions_ARN()
    {
        var alice = await _house.AddUserAsync("alice", Allow("\"lambda:GetFunction\"", $"arn:aws:lambda:us-east-1:{Account}:function:pets"));

        (await _house.RestAsync(alice, "GET", "/2015-03-31/functions/pets", service: "lambda")).Status.ShouldBe(404);
        (await _house.RestAsync(alice, "GET", "/2015-03-31/functions/dogs", service: "lambda")).Message.ShouldContain(
            $"lambda:GetFunction on resource: arn:aws:lambda:us-east-1:{Account}:function:dogs");
        (await _house.RestAsync(alice, "DELETE", "/2015-03-31/functions/pets", service: "lambda")).Status.ShouldBe(403);
    }
}
