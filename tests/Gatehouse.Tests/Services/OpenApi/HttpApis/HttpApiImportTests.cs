using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.ApiGatewayV2;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi.HttpApis;

/// <summary>ImportApi and ReimportApi (http-api §4).</summary>
public sealed class HttpApiImportTests
{
    private const string Proxy =
        """{"type":"http_proxy","httpMethod":"ANY","uri":"https://example.com","payloadFormatVersion":"1.0"}""";

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_document_becomes_an_API_without_stage_or_deployment()
    {
        var imported = await ImportAsync(
            """
            {"openapi":"3.0.1","info":{"title":"shop","description":"d","version":"7"},
             "tags":[{"name":"team","x-amazon-apigateway-tag-value":"a"},{"name":"empty"}],
             "servers":[{"url":"https://x.example/base","x-amazon-apigateway-endpoint-configuration":{"disableExecuteApiEndpoint":true}}],
             "x-amazon-apigateway-importexport-version":"1.0",
             "x-amazon-apigateway-cors":{"allowOrigins":["*"],"allowMethods":["GET"],"maxAge":5},
             "paths":{
               "/pets/{id}":{"get":{"operationId":"getPet","x-amazon-apigateway-integration":@PROXY@}},
               "/open":{"x-amazon-apigateway-any-method":{"x-amazon-apigateway-integration":{"$ref":"#/components/x-amazon-apigateway-integrations/shared"}},
                        "post":{"x-amazon-apigateway-integration":{"$ref":"#/components/x-amazon-apigateway-integrations/shared"}}},
               "/$default":{"x-amazon-apigateway-any-method":{"isDefaultRoute":true,"x-amazon-apigateway-integration":{
                 "type":"AWS_PROXY","httpMethod":"POST","uri":"arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:f/invocations","payloadFormatVersion":2.0}}}},
             "components":{"x-amazon-apigateway-integrations":{"shared":{"type":"http_proxy","httpMethod":"GET","uri":"https://shared.example","payloadFormatVersion":"1.0","timeoutInMillis":100}}}}
            """);

        imported.Status.ShouldBe(201, imported.Text);
        var api = imported.String("apiId");
        imported.String("name").ShouldBe("shop");
        imported.String("description").ShouldBe("d");
        imported.String("version").ShouldBe("7");
        imported.Json["tags"]!.ToJsonString().ShouldBe("""{"empty":"","team":"a"}""");
        imported.Json["disableExecuteApiEndpoint"]!.GetValue<bool>().ShouldBeTrue();
        imported.Json["corsConfiguration"]!.ToJsonString().ShouldBe(
            """{"allowCredentials":false,"allowMethods":["GET"],"allowOrigins":["*"],"maxAge":5}""");
        imported.Json["warnings"].ShouldBeNull();
        (await RoutesAsync(api)).ShouldBe(["$default", "ANY /open", "GET /pets/{id}", "POST /open"]);
        var integrations = await ItemsAsync($"/v2/apis/{api}/integrations");
        integrations.Count.ShouldBe(3);
        integrations.ShouldContain(one => one["integrationUri"]!.GetValue<string>().EndsWith(
            ":us-east-1:000000000000:function:f/invocations", StringComparison.Ordinal)
            && one["payloadFormatVersion"]!.GetValue<string>() == "2.0");
        (await ItemsAsync($"/v2/apis/{api}/routes")).Single(route => route["routeKey"]!.GetValue<string>() == "GET /pets/{id}")["operationName"]!
            .GetValue<string>().ShouldBe("getPet");
        (await ItemsAsync($"/v2/apis/{api}/stages")).ShouldBeEmpty();
        (await ItemsAsync($"/v2/apis/{api}/deployments")).ShouldBeEmpty();
    }

    [Fact]
    public async Task YAML_is_read_too()
    {
        var imported = await ImportAsync(
            """
            openapi: "3.0.1"
            info: {title: shop, version: 1.10}
            paths:
              /a:
                get:
                  x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://example.com", payloadFormatVersion: 1.0}
            """);

        imported.Status.ShouldBe(201, imported.Text);
        imported.String("version").ShouldBe("1.10");
        (await RoutesAsync(imported.String("apiId"))).ShouldBe(["GET /a"]);
    }

    [Theory]
    [InlineData("""{"swagger":"2.0","info":{"title":"a","version":"1"},"paths":{}}""")]
    [InlineData("""{"openapi":"3.1.0","info":{"title":"a","version":"1"},"paths":{}}""")]
    [InlineData("""{"openapi":"3.0.1","info":{"version":"1"},"paths":{}}""")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"a"},"x-amazon-apigateway-importexport-version":"2.0","paths":{}}""")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"a"},"paths":{"/a":{"get":{"security":[{"x":[]},{"y":[]}]}}}}""")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"a"},"paths":{"/a":{"get":{"security":[{"x":[],"y":[]}]}}}}""")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"a"},"paths":{"/a":{"get":{"security":[{"unknown":[]}]}}}}""")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"a"},"paths":{"/a":{"get":{"security":{}}}}}""")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"a"},"paths":{"/a":{"get":{"security":[{"s":[]}]}}},"components":{"securitySchemes":{"s":{"type":"http","scheme":"basic"}}}}""")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"a"},"paths":{"/a":{"get":{"x-amazon-apigateway-auth":{"type":"CUSTOM"}}}}}""")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"a"},"x-amazon-apigateway-cors":{"allowCredentials":true,"allowOrigins":["*"]},"paths":{}}""")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("a: [")]
    [InlineData("")]
    public async Task An_error_stores_nothing(string document)
    {
        var refused = await ImportAsync(document);

        (refused.Status, refused.ErrorType).ShouldBe((400, "BadRequestException"), refused.Text);
        _plane.Store.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Warnings_skip_their_part_or_stop_everything()
    {
        var document = """
            {"openapi":"3.0.1","info":{"title":"a","version":"1"},"paths":{
              "/good":{"get":{"x-amazon-apigateway-integration":@PROXY@}},
              "/slash/":{"get":{"x-amazon-apigateway-integration":@PROXY@}},
              "/mock":{"get":{"x-amazon-apigateway-integration":{"type":"mock","payloadFormatVersion":"1.0"}}},
              "/noversion":{"get":{"x-amazon-apigateway-integration":{"type":"http_proxy","httpMethod":"GET","uri":"https://example.com"}}}}}
            """;

        var strict = await ImportAsync(document, "?failOnWarnings=true");
        strict.Status.ShouldBe(400);
        strict.Message.ShouldStartWith("Warnings found during import:\n\t");
        _plane.Store.Count.ShouldBe(0);

        var loose = await ImportAsync(document);
        loose.Status.ShouldBe(201, loose.Text);
        (await RoutesAsync(loose.String("apiId"))).ShouldBe(["GET /good"]);
        var warnings = loose.Json["warnings"]!.AsArray().Select(text => text!.GetValue<string>()).ToList();
        warnings.Count.ShouldBe(3);
        warnings[0].ShouldStartWith("Unable to create route 'GET' for resource at path '/slash/'");
        warnings[1].ShouldContain("Integration type MOCK is not supported");
        warnings[2].ShouldContain("payloadFormatVersion is a required parameter");
    }

    [Fact]
    public async Task What_HTTP_APIs_do_not_have_is_told_as_information()
    {
        var imported = await ImportAsync(
            """
            {"openapi":"3.0.1","info":{"title":"a","version":"1"},"paths":{"/a":{"post":{
              "parameters":[{"name":"q","in":"query"}],"requestBody":{"content":{}},
              "x-amazon-apigateway-integration":@PLUS@}}},
             "components":{"schemas":{"Pet":{"type":"object"}}}}
            """,
            "?failOnWarnings=true");

        imported.Status.ShouldBe(201, imported.Text);
        imported.Json["importInfo"]!.AsArray().Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("ignore", "GET /a")]
    [InlineData("prepend", "GET /v1/shop/a")]
    [InlineData("split", "GET /shop/a")]
    public async Task The_base_path_makes_three_sets_of_routes(string mode, string expected)
    {
        foreach (var server in new[]
        {
            """{"url":"https://x.example/v1/shop"}""",
            """{"url":"https://x.example/{basePath}","variables":{"basePath":{"default":"v1/shop"}}}""",
        })
        {
            var imported = await ImportAsync(
                """{"openapi":"3.0.1","info":{"title":"a","version":"1"},"servers":[SERVER],"paths":{"/a":{"get":{"x-amazon-apigateway-integration":@PROXY@}}}}""".Replace("SERVER", server, StringComparison.Ordinal),
                $"?basepath={mode}");
            (await RoutesAsync(imported.String("apiId"))).ShouldBe([expected]);
        }

        (await ImportAsync("{}", "?basepath=other")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Authorizers_and_IAM_guard_their_routes()
    {
        var imported = await ImportAsync(
            """
            {"openapi":"3.0.1","info":{"title":"a","version":"1"},"paths":{
              "/jwt":{"get":{"security":[{"users":["read","write"]}],"x-amazon-apigateway-integration":@PROXY@}},
              "/oidc":{"get":{"security":[{"oidc":[]}],"x-amazon-apigateway-integration":@PROXY@}},
              "/fn":{"get":{"security":[{"fn":[]}],"x-amazon-apigateway-integration":@PROXY@}},
              "/iam":{"get":{"security":[{"sig":[]}],"x-amazon-apigateway-integration":@PROXY@}},
              "/auth":{"get":{"x-amazon-apigateway-auth":{"type":"aws_iam"},"x-amazon-apigateway-integration":@PROXY@}}},
             "components":{"securitySchemes":{
              "users":{"type":"oauth2","x-amazon-apigateway-authorizer":{"type":"jwt","jwtConfiguration":{"issuer":"https://i.example","audience":["a"]},"identitySource":"$request.header.Authorization"}},
              "oidc":{"type":"openIdConnect","openIdConnectUrl":"https://o.example/pool/.well-known/openid-configuration","x-amazon-apigateway-authorizer":{"type":"jwt","jwtConfiguration":{"audience":["a"]},"identitySource":"$request.querystring.t"}},
              "fn":{"type":"apiKey","name":"x","in":"header","x-amazon-apigateway-authorizer":{"type":"request","authorizerUri":"INVOCATION","authorizerPayloadFormatVersion":"2.0","identitySource":"$request.header.x,$request.header.y","enableSimpleResponses":true}},
              "sig":{"type":"apiKey","name":"Authorization","in":"header","x-amazon-apigateway-authtype":"awsSigv4"}}}}
            """);

        imported.Status.ShouldBe(201, imported.Text);
        imported.Json["warnings"].ShouldBeNull();
        var api = imported.String("apiId");
        var types = (await ItemsAsync($"/v2/apis/{api}/routes"))
            .ToDictionary(route => route["routeKey"]!.GetValue<string>(), route => route["authorizationType"]!.GetValue<string>());
        types["GET /jwt"].ShouldBe("JWT");
        types["GET /oidc"].ShouldBe("JWT");
        types["GET /fn"].ShouldBe("CUSTOM");
        types["GET /iam"].ShouldBe("AWS_IAM");
        types["GET /auth"].ShouldBe("AWS_IAM");
        var authorizers = (await ItemsAsync($"/v2/apis/{api}/authorizers"))
            .ToDictionary(one => one["name"]!.GetValue<string>());
        authorizers["oidc"]["jwtConfiguration"]!["issuer"]!.GetValue<string>().ShouldBe("https://o.example/pool");
        authorizers["fn"]["identitySource"]!.ToJsonString().ShouldBe("""["$request.header.x","$request.header.y"]""");
        authorizers["fn"]["authorizerResultTtlInSeconds"]!.GetValue<int>().ShouldBe(300);
        (await ItemsAsync($"/v2/apis/{api}/routes")).Single(route => route["routeKey"]!.GetValue<string>() == "GET /jwt")["authorizationScopes"]!
            .ToJsonString().ShouldBe("""["read","write"]""");
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_takes_its_authorizer_and_routes_with_it()
    {
        var plane = new ControlPlaneHarness(issuers: new FixedIssuers());
        var document = """
            {"openapi":"3.0.1","info":{"title":"a","version":"1"},"paths":{
              "/open":{"get":{"x-amazon-apigateway-integration":@PROXY@}},
              "/guarded":{"get":{"security":[{"users":[]}],"x-amazon-apigateway-integration":@PROXY@}}},
             "components":{"securitySchemes":{"users":{"type":"oauth2","x-amazon-apigateway-authorizer":{"type":"jwt","jwtConfiguration":{"issuer":"https://i.example","audience":["a"]},"identitySource":"$request.header.Authorization"}}}}}
            """;

        var imported = await plane.CallAsync("PUT", "/v2/apis", new JsonObject { ["body"] = Filled(document) }.ToJsonString());

        imported.Status.ShouldBe(201, imported.Text);
        imported.Json["warnings"]![0]!.GetValue<string>().ShouldBe(
            "Unable to create Authorizer 'users': Caught exception when connecting to https://i.example/.well-known/openid-configuration for issuer https://i.example. Please try again later.");
        var api = imported.String("apiId");
        (await plane.CallAsync("GET", $"/v2/apis/{api}/authorizers")).Json["items"]!.AsArray().ShouldBeEmpty();
        (await plane.CallAsync("GET", $"/v2/apis/{api}/routes")).Json["items"]!.AsArray().Single()!["routeKey"]!
            .GetValue<string>().ShouldBe("GET /open");
    }

    [Fact]
    public async Task A_reimport_replaces_everything_and_is_deployed_where_stages_deploy_themselves()
    {
        var api = await _plane.CreateHttpApiAsync(
            ""","description":"old","version":"1","tags":{"old":"1"},"corsConfiguration":{"maxAge":1}""");
        await _plane.CreateRouteAsync(api, "GET /old");
        var kept = await _plane.CreateRouteAsync(api, "GET /kept");
        await _plane.CreateStageAsync(api, "auto", ""","autoDeploy":true""");

        var document = """{"openapi":"3.0.1","info":{"title":"new"},"tags":[{"name":"new"}],"paths":{"/kept":{"get":{"x-amazon-apigateway-integration":@PROXY@}},"/more":{"get":{}}}}""";
        var reimported = await _plane.CallAsync("PUT", $"/v2/apis/{api}", new JsonObject { ["body"] = Filled(document) }.ToJsonString());

        reimported.Status.ShouldBe(201, reimported.Text);
        reimported.String("name").ShouldBe("new");
        reimported.Json["description"].ShouldBeNull();
        reimported.Json["version"].ShouldBeNull();
        reimported.Json["corsConfiguration"].ShouldBeNull();
        reimported.Json["tags"]!.ToJsonString().ShouldBe("""{"new":""}""");
        (await _plane.ServedAsync(api, "auto")).ShouldBe("GET /kept | GET /more");
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes/{kept}")).Status.ShouldBe(200);
        (await _plane.CallAsync("PUT", "/v2/apis/nosuchapi0", new JsonObject { ["body"] = Filled(document) }.ToJsonString())).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Two_reimports_of_one_text_change_no_id()
    {
        var document = """{"openapi":"3.0.1","info":{"title":"a"},"paths":{"/a":{"get":{"x-amazon-apigateway-integration":@PROXY@}},"/b":{"get":{"x-amazon-apigateway-integration":@PROXY@}}}}""";
        var api = (await ImportAsync(document)).String("apiId");
        var before = (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes")).Text
            + (await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations")).Text;

        await _plane.CallAsync("PUT", $"/v2/apis/{api}", new JsonObject { ["body"] = Filled(document) }.ToJsonString());

        ((await _plane.CallAsync("GET", $"/v2/apis/{api}/routes")).Text
            + (await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations")).Text).ShouldBe(before);
    }

    private Task<Answer> ImportAsync(string document, string query = "") =>
        _plane.CallAsync("PUT", "/v2/apis" + query, new JsonObject { ["body"] = Filled(document) }.ToJsonString());

    private static string Filled(string document) => document
        .Replace("@PLUS@", Proxy.Replace("}", ",\"passthroughBehavior\":\"never\"}", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("@PROXY@", Proxy, StringComparison.Ordinal)
        .Replace("INVOCATION", HttpApiHarness.Invocation, StringComparison.Ordinal);

    private async Task<List<string>> RoutesAsync(string api) =>
        [.. (await ItemsAsync($"/v2/apis/{api}/routes")).Select(route => route["routeKey"]!.GetValue<string>()).Order(StringComparer.Ordinal)];

    private async Task<List<JsonNode>> ItemsAsync(string path) =>
        [.. (await _plane.CallAsync("GET", path)).Json["items"]!.AsArray().Select(item => item!)];
}
