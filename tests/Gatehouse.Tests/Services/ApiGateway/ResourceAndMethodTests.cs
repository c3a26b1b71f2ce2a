using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary>rest-control-plane §1.8, §1.9, §2.3 to §2.7.</summary>
public sealed class ResourceAndMethodTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Theory]
    [InlineData("", "Resource's path part must be specified")]
    [InlineData("a b", "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.")]
    [InlineData("a{b}", "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.")]
    [InlineData("{}", "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.")]
    [InlineData("{a++}", "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.")]
    public async Task A_bad_path_part_is_refused(string pathPart, string message)
    {
        var (api, root) = await _plane.CreateApiAsync();

        (await _plane.CallAsync("POST", $"/restapis/{api}/resources/{root}", $$"""{"pathPart":"{{pathPart}}"}"""))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task Siblings_have_different_names_one_variable_and_nothing_below_a_greedy_one()
    {
        var (api, root) = await _plane.CreateApiAsync();
        var pets = await _plane.CreateResourceAsync(api, root, "pets");
        var variable = await _plane.CreateResourceAsync(api, root, "{id}");
        var greedy = await _plane.CreateResourceAsync(api, pets, "{proxy+}");

        (await Create(root, "pets")).ShouldRefuse(
            409, "ConflictException", "Another resource with the same parent already has this name: pets");
        (await Create(root, "{other}")).ShouldRefuse(
            400, "BadRequestException",
            $"A sibling ({variable}) of this resource already has a variable path part -- only one is allowed");
        (await Create(greedy, "a")).ShouldRefuse(
            400, "BadRequestException", "Cannot create a child of a resource with a greedy path variable: {proxy+}");
        (await Create("nosuch", "a")).ShouldRefuse(404, "NotFoundException", "Invalid Resource identifier specified");
        (await _plane.CallAsync("POST", $"/restapis/nosuchapi0/resources/{root}", """{"pathPart":"a"}"""))
            .ShouldRefuse(404, "NotFoundException", "Invalid Resource identifier specified");

        Task<Answer> Create(string parent, string part) =>
            _plane.CallAsync("POST", $"/restapis/{api}/resources/{parent}", $$"""{"pathPart":"{{part}}"}""");
    }

    [Fact]
    public async Task Moving_a_resource_moves_the_paths_below_it_and_never_makes_a_circle()
    {
        var (api, root) = await _plane.CreateApiAsync();
        var a = await _plane.CreateResourceAsync(api, root, "a");
        var b = await _plane.CreateResourceAsync(api, a, "b");
        var c = await _plane.CreateResourceAsync(api, b, "c");

        var moved = await _plane.PatchAsync($"/restapis/{api}/resources/{b}", ("replace", "/parentId", root));

        moved.String("path").ShouldBe("/b");
        (await _plane.CallAsync("GET", $"/restapis/{api}/resources/{c}")).String("path").ShouldBe("/b/c");
        (await _plane.PatchAsync($"/restapis/{api}/resources/{b}", ("replace", "/parentId", c)))
            .ShouldRefuse(400, "BadRequestException", "Resources cannot be cyclical.");
        (await _plane.PatchAsync($"/restapis/{api}/resources/{root}", ("replace", "/parentId", a)))
            .ShouldRefuse(400, "BadRequestException", "Root resource cannot update its parentId.");
        (await _plane.PatchAsync($"/restapis/{api}/resources/{root}", ("replace", "/pathPart", "x")))
            .ShouldRefuse(400, "BadRequestException", "Root resource cannot update its pathPart.");
        (await _plane.PatchAsync($"/restapis/{api}/resources/{b}", ("replace", "/pathPart", "a")))
            .ShouldRefuse(409, "ConflictException", "Another resource with the same parent already has this name: a");
    }

    [Fact]
    public async Task Deleting_a_resource_deletes_what_is_below_it_and_never_the_root()
    {
        var (api, root) = await _plane.CreateApiAsync();
        var a = await _plane.CreateResourceAsync(api, root, "a");
        await _plane.CreateResourceAsync(api, a, "b");

        (await _plane.CallAsync("DELETE", $"/restapis/{api}/resources/{a}")).Status.ShouldBe(202);

        (await _plane.CallAsync("GET", $"/restapis/{api}/resources")).Json["item"]!.AsArray().Count.ShouldBe(1);
        (await _plane.CallAsync("DELETE", $"/restapis/{api}/resources/{root}"))
            .ShouldRefuse(400, "BadRequestException", "Root resource cannot be deleted");
    }

    [Fact]
    public async Task Methods_show_as_bare_verbs_until_they_are_embedded()
    {
        var (api, root) = await _plane.CreateMockApiAsync();

        var bare = await _plane.CallAsync("GET", $"/restapis/{api}/resources/{root}");
        var embedded = await _plane.CallAsync("GET", $"/restapis/{api}/resources/{root}?embed=methods");

        bare.Json["resourceMethods"]!.ToJsonString().ShouldBe("""{"GET":{}}""");
        embedded.Json["resourceMethods"]!["GET"]!.ToJsonString().ShouldBe(
            """{"httpMethod":"GET","authorizationType":"NONE","apiKeyRequired":false,"methodIntegration":{"type":"MOCK","passthroughBehavior":"WHEN_NO_MATCH","timeoutInMillis":29000,"cacheNamespace":"ROOT","cacheKeyParameters":[]}}"""
                .Replace("ROOT", root));
    }

    [Theory]
    [InlineData("FETCH", """{"authorizationType":"NONE"}""", 400, "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY")]
    [InlineData("PUT", """{"authorizationType":"CUSTOM"}""", 400, "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.")]
    [InlineData("PUT", """{"authorizationType":"CUSTOM","authorizerId":"nosuch"}""", 400, "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.")]
    [InlineData("PUT", """{"authorizationType":"NONE","requestModels":{"a/b":"Nope"}}""", 400, "Invalid model identifier specified: Nope")]
    [InlineData("PUT", """{"authorizationType":"NONE","requestValidatorId":"nosuch"}""", 400, "Invalid Request Validator identifier specified")]
    [InlineData("PUT", """{"authorizationType":"NONE","requestParameters":{"method.request.header.a":true,"method.request.path.a":true}}""", 400, "Parameter names must be unique across querystring, header and path")]
    [InlineData("PUT", """{"authorizationType":"NONE","requestParameters":{"header.a":true}}""", 400, "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: header.a]")]
    [InlineData("GET", """{"authorizationType":"NONE"}""", 409, "Method already exists for this resource")]
    public async Task A_bad_method_is_refused(string verb, string body, int status, string message)
    {
        var (api, root) = await _plane.CreateMockApiAsync();

        var answer = await _plane.CallAsync("PUT", $"/restapis/{api}/resources/{root}/methods/{verb}", body);

        (answer.Status, answer.Message).ShouldBe((status, message));
    }

    [Fact]
    public async Task An_explicit_empty_map_is_echoed_and_a_lower_case_type_is_raised()
    {
        var (api, root) = await _plane.CreateApiAsync();

        var method = await _plane.CallAsync(
            "PUT", $"/restapis/{api}/resources/{root}/methods/GET", """{"authorizationType":"aws_iam","requestParameters":{}}""");

        method.Text.ShouldBe(
            """{"httpMethod":"GET","authorizationType":"AWS_IAM","apiKeyRequired":false,"requestParameters":{}}""");
    }

    [Fact]
    public async Task A_method_response_exists_once_and_has_a_status_code()
    {
        var (api, root) = await _plane.CreateMockApiAsync();
        var path = $"/restapis/{api}/resources/{root}/methods/GET/responses/";

        (await _plane.CallAsync("PUT", path + "200", "{}")).Text.ShouldBe("""{"statusCode":"200"}""");
        (await _plane.CallAsync("PUT", path + "200", "{}"))
            .ShouldRefuse(409, "ConflictException", "Response already exists for this resource");
        (await _plane.CallAsync("PUT", path + "99", "{}")).ShouldRefuse(
            400, "ValidationException",
            @"1 validation error detected: Value '99' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d");
        (await _plane.CallAsync("GET", path + "404"))
            .ShouldRefuse(404, "NotFoundException", "Invalid Response status code specified");
        var deleted = await _plane.CallAsync("DELETE", path + "200");
        deleted.Status.ShouldBe(204);
        deleted.Headers.ShouldNotContainKey("Content-Type");
    }

    [Theory]
    [InlineData("""{"type":"HTTP"}""", "Enumeration value for HttpMethod must be non-empty")]
    [InlineData("""{"type":"HTTP","httpMethod":"GET","uri":"ftp://x"}""", "Invalid HTTP endpoint specified for URI")]
    [InlineData("""{"type":"AWS","httpMethod":"POST","uri":"http://x"}""", "Invalid ARN specified in the request")]
    [InlineData("""{"type":"AWS","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:s3:bucket/x"}""", "AWS ARN for integration must contain path or action")]
    [InlineData("""{"type":"AWS","httpMethod":"GET","uri":"arn:aws:apigateway:us-east-1:s3:path/x"}""", "Role ARN must be specified for AWS integrations")]
    [InlineData("""{"type":"AWS_PROXY","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:sqs:path/x"}""", "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.")]
    [InlineData("""{"type":"HTTP","httpMethod":"GET","uri":"http://x","timeoutInMillis":49}""", "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("""{"type":"HTTP","httpMethod":"GET","uri":"http://x","timeoutInMillis":29001}""", "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("""{"type":"HTTP","httpMethod":"GET","uri":"http://x","requestParameters":{"integration.request.path.id":"method.request.path.id"}}""", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.path.id]")]
    [InlineData("""{"type":"HTTP","httpMethod":"GET","uri":"http://x","requestParameters":{"path.id":"'1'"}}""", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: path.id]")]
    public async Task A_bad_integration_is_refused(string body, string message)
    {
        var (api, root) = await _plane.CreateMockApiAsync();

        (await _plane.CallAsync("PUT", $"/restapis/{api}/resources/{root}/methods/GET/integration", body))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task A_role_of_another_account_is_refused_and_a_wrong_type_lists_AWSs_order()
    {
        var (api, root) = await _plane.CreateMockApiAsync();
        var path = $"/restapis/{api}/resources/{root}/methods/GET/integration";

        (await _plane.CallAsync(
            "PUT", path, """{"type":"HTTP","httpMethod":"GET","uri":"http://x","credentials":"arn:aws:iam::123456789012:role/r"}"""))
            .ShouldRefuse(403, "AccessDeniedException", "Cross-account pass role is not allowed.");
        (await _plane.CallAsync("PUT", path, """{"type":"mock"}""")).ShouldRefuse(
            400, "ValidationException",
            "1 validation error detected: Value 'mock' at 'putIntegrationInput.type' failed to satisfy constraint: "
            + "Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]");
    }

    [Fact]
    public async Task An_HTTP_integration_has_AWSs_defaults_and_keeps_null_templates()
    {
        var (api, root) = await _plane.CreateMockApiAsync();

        var answer = await _plane.CallAsync(
            "PUT", $"/restapis/{api}/resources/{root}/methods/GET/integration",
            """{"type":"HTTP","httpMethod":"POST","uri":"http://x/{p}","requestTemplates":{"application/json":null},"requestParameters":{}}""");

        answer.Text.ShouldBe(
            """{"type":"HTTP","httpMethod":"POST","uri":"http://x/{p}","connectionType":"INTERNET","requestParameters":{},"requestTemplates":{"application/json":null},"passthroughBehavior":"WHEN_NO_MATCH","timeoutInMillis":29000,"cacheNamespace":"ROOT","cacheKeyParameters":[]}"""
                .Replace("ROOT", root));
    }

    [Fact]
    public async Task An_integration_response_needs_its_method_response_and_declared_targets()
    {
        var (api, root) = await _plane.CreateMockApiAsync();
        var method = $"/restapis/{api}/resources/{root}/methods/GET";
        var path = method + "/integration/responses/200";
        (await _plane.CallAsync("PUT", path, "{}"))
            .ShouldRefuse(404, "NotFoundException", "Invalid Response status code specified");
        await _plane.CallAsync("PUT", method + "/responses/200", """{"responseParameters":{"method.response.header.a":true}}""");

        (await _plane.CallAsync("PUT", path, """{"responseParameters":{"method.response.header.b":"'1'"}}""")).Message.ShouldBe(
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.b]");
        (await _plane.CallAsync("PUT", path, """{"responseParameters":{"method.response.header.a":"what.ever"}}""")).Message.ShouldBe(
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: what.ever]");
        var put = await _plane.CallAsync(
            "PUT", path,
            """{"selectionPattern":"","responseParameters":{"method.response.header.a":"integration.response.body.x"},"responseTemplates":{"application/json":null}}""");
        put.Status.ShouldBe(201);
        put.Text.ShouldBe(
            """{"statusCode":"200","selectionPattern":"","responseParameters":{"method.response.header.a":"integration.response.body.x"},"responseTemplates":{"application/json":null}}""");
        (await _plane.CallAsync("DELETE", path)).Status.ShouldBe(204);
        (await _plane.PatchAsync(path, ("replace", "/selectionPattern", "x")))
            .ShouldRefuse(404, "NotFoundException", "Invalid Integration Response identifier specified");
    }

    [Fact]
    public async Task What_is_missing_is_named_as_AWS_names_it()
    {
        var (api, root) = await _plane.CreateApiAsync();
        var method = $"/restapis/{api}/resources/{root}/methods/GET";

        (await _plane.CallAsync("GET", method)).Message.ShouldBe("Invalid Method identifier specified");
        (await _plane.PatchAsync(method + "/integration")).Message.ShouldBe("Invalid Integration identifier specified");
        (await _plane.CallAsync("DELETE", method + "/integration/responses/200")).Message
            .ShouldBe("Invalid Integration identifier specified");
        await _plane.CallAsync("PUT", method, """{"authorizationType":"NONE"}""");
        (await _plane.CallAsync("GET", method + "/integration")).Message.ShouldBe("Invalid Integration identifier specified");
        (await _plane.CallAsync("GET", $"/restapis/nosuchapi0/resources/{root}/methods/GET")).Message
            .ShouldBe("Invalid Resource identifier specified");
        (await _plane.CallAsync("DELETE", method)).Status.ShouldBe(204);
    }

    [Fact]
    public async Task The_type_of_an_integration_cannot_be_patched_and_a_mock_has_no_address()
    {
        var (api, root) = await _plane.CreateMockApiAsync();
        var path = $"/restapis/{api}/resources/{root}/methods/GET/integration";

        (await _plane.PatchAsync(path, ("replace", "/type", "HTTP"))).Status.ShouldBe(400);
        (await _plane.PatchAsync(path, ("replace", "/uri", "http://x"))).Message.ShouldBe(
            "Invalid patch path  '/uri' specified for op 'replace'. Please choose supported operations");
    }
}
