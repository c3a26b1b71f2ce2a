using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Http;

/// <summary>Payload 2.0 and 1.0, field by field: http-api §7.2, §7.3 and §7.5.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task Payload_2_0_has_exactly_the_members_of_the_sheet_in_their_order()
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Function("POST /pets/{kind}/{rest+}"),
            stage => stage with { StageName = "dev", StageVariables = HttpApiBuilder.Map(("tier", "gold")) });

        using var response = await fixture.SendAsync(
            "POST", "/dev/pets/big%20cat/a/b%2Fc?x=1&y=a%20b&x=2&z", new StringContent("{\"a\":1}", Encoding.UTF8, "application/json"),
            ("User-Agent", "test/1"), ("X-Two", "a"), ("X-Two", "b"), ("Cookie", "a=1; b=2"), ("X-Forwarded-For", "10.0.0.1"));

        var id = response.Headers.GetValues("apigw-requestid").Single();
        var actual = fixture.Event;
        var context = actual["requestContext"]!;
        var time = context["time"]!.GetValue<string>();
        time.ShouldMatch(@"^\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000$");
        var epoch = context["timeEpoch"]!.GetValue<long>();
        epoch.ShouldBeGreaterThan(1_600_000_000_000);
        var trace = actual["headers"]!["x-amzn-trace-id"]!.GetValue<string>();
        trace.ShouldMatch("^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$");
        actual.ToJsonString().ShouldBe(JsonNode.Parse($$$"""
            {"version":"2.0","routeKey":"POST /pets/{kind}/{rest+}","rawPath":"/dev/pets/big cat/a/b/c",
             "rawQueryString":"x=1&y=a%20b&x=2&z","cookies":["a=1","b=2"],
             "headers":{"content-length":"7","content-type":"application/json; charset=utf-8","host":"{{{fixture.Harness.Host}}}",
               "user-agent":"test/1","x-amzn-trace-id":"{{{trace}}}","x-forwarded-for":"10.0.0.1, 127.0.0.1",
               "x-forwarded-port":"{{{fixture.Harness.Port}}}","x-forwarded-proto":"http","x-two":"a, b"},
             "queryStringParameters":{"x":"1,2","y":"a b","z":""},
             "requestContext":{"accountId":"000000000000","apiId":"a1b2c3d4e5","domainName":"{{{fixture.Harness.Host}}}",
               "domainPrefix":"a1b2c3d4e5",
               "http":{"method":"POST","path":"/dev/pets/big cat/a/b/c","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"test/1"},
               "requestId":"{{{id}}}","routeKey":"POST /pets/{kind}/{rest+}","stage":"dev","time":"{{{time}}}","timeEpoch":{{{epoch}}}},
             "body":"{\"a\":1}","pathParameters":{"kind":"big cat","rest":"a/b/c"},"isBase64Encoded":false,
             "stageVariables":{"tier":"gold"}}
            """)!.ToJsonString());
    }

    [Fact] // §6.4
    public async Task Repeated_headers_are_joined_with_a_comma_in_2_0_and_listed_in_1_0()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("GET /v2").Function("GET /v1", "1.0"));

        await fixture.SendRawAsync("GET /v2 HTTP/1.1", "X-Two: a", "x-two: b");
        fixture.Event["headers"]!["x-two"]!.GetValue<string>().ShouldBe("a,b");
        await fixture.SendRawAsync("GET /v1 HTTP/1.1", "X-Two: a", "x-two: b");
        fixture.Event["headers"]!["x-two"]!.GetValue<string>().ShouldBe("b"); // the last one (unconfirmed)
        fixture.Event["multiValueHeaders"]!["x-two"]!.ToJsonString().ShouldBe("[\"a\",\"b\"]");
    }

    [Fact]
    public async Task Payload_2_0_leaves_out_what_is_absent()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("$default"));

        await fixture.GetAsync("/");

        fixture.Event.Select(static member => member.Key).ShouldBe(
            ["version", "routeKey", "rawPath", "rawQueryString", "headers", "requestContext", "isBase64Encoded"]);
        fixture.Event["rawQueryString"]!.GetValue<string>().ShouldBe("");
        fixture.Event["headers"]!["content-length"]!.GetValue<string>().ShouldBe("0"); // also without a body [O]
        fixture.Event["requestContext"]!.AsObject().ContainsKey("authorizer").ShouldBeFalse();
        fixture.Event["requestContext"]!["stage"]!.GetValue<string>().ShouldBe("$default");
    }

    [Fact]
    public async Task Payload_1_0_has_exactly_the_members_of_the_sheet_in_their_order()
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Function("ANY /pets/{id}", "1.0"),
            stage => stage with { StageName = "dev", StageVariables = HttpApiBuilder.Map(("tier", "gold")) });

        using var response = await fixture.SendAsync(
            "PUT", "/dev/pets/7?x=1&x=2", new StringContent("text"), ("User-Agent", "test/1"), ("X-Two", "a"), ("X-Two", "b"), ("Cookie", "a=1; b=2"));

        var id = response.Headers.GetValues("apigw-requestid").Single();
        var actual = fixture.Event;
        var context = actual["requestContext"]!;
        var trace = actual["headers"]!["x-amzn-trace-id"]!.GetValue<string>();
        actual.ToJsonString().ShouldBe(JsonNode.Parse($$$"""
            {"version":"1.0","resource":"/pets/{id}","path":"/dev/pets/7","httpMethod":"PUT",
             "headers":{"content-length":"4","content-type":"text/plain; charset=utf-8","cookie":"a=1; b=2",
               "host":"{{{fixture.Harness.Host}}}","user-agent":"test/1","x-amzn-trace-id":"{{{trace}}}","x-forwarded-for":"127.0.0.1",
               "x-forwarded-port":"{{{fixture.Harness.Port}}}","x-forwarded-proto":"http","x-two":"a, b"},
             "multiValueHeaders":{"content-length":["4"],"content-type":["text/plain; charset=utf-8"],"cookie":["a=1; b=2"],
               "host":["{{{fixture.Harness.Host}}}"],"user-agent":["test/1"],"x-amzn-trace-id":["{{{trace}}}"],
               "x-forwarded-for":["127.0.0.1"],"x-forwarded-port":["{{{fixture.Harness.Port}}}"],"x-forwarded-proto":["http"],
               "x-two":["a, b"]},
             "queryStringParameters":{"x":"2"},"multiValueQueryStringParameters":{"x":["1","2"]},
             "requestContext":{"accountId":"000000000000","apiId":"a1b2c3d4e5","authorizer":{"claims":null,"scopes":null},
               "domainName":"{{{fixture.Harness.Host}}}","domainPrefix":"a1b2c3d4e5","extendedRequestId":"{{{id}}}","httpMethod":"PUT",
               "identity":{"accessKey":null,"accountId":null,"caller":null,"cognitoAuthenticationProvider":null,
                 "cognitoAuthenticationType":null,"cognitoIdentityId":null,"cognitoIdentityPoolId":null,"principalOrgId":null,
                 "sourceIp":"127.0.0.1","user":null,"userAgent":"test/1","userArn":null},
               "path":"/dev/pets/7","protocol":"HTTP/1.1","requestId":"{{{id}}}","requestTime":"{{{context["requestTime"]}}}",
               "requestTimeEpoch":{{{context["requestTimeEpoch"]}}},"resourceId":null,"resourcePath":"/pets/{id}","stage":"dev"},
             "pathParameters":{"id":"7"},"stageVariables":{"tier":"gold"},"body":"text","isBase64Encoded":false}
            """)!.ToJsonString());
    }

    [Fact]
    public async Task Payload_1_0_says_null_for_what_is_absent()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("$default", "1.0"));

        await fixture.GetAsync("/a");

        foreach (var name in new[] { "queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables", "body" })
        {
            fixture.Event.ContainsKey(name).ShouldBeTrue(name);
            fixture.Event[name].ShouldBeNull(name);
        }

        fixture.Event["resource"]!.GetValue<string>().ShouldBe("$default");
        fixture.Event["isBase64Encoded"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact] // §7.2, §7.3, §16
    public async Task Only_the_path_of_1_0_has_the_mapping_key_of_a_custom_domain()
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Function("GET /v1/{id}", "1.0").Function("GET /v2/{id}", "2.0"));
        await fixture.Harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope)
                .Upsert("api.example.com", new DomainNameDocument
                {
                    DomainName = "api.example.com",
                    EndpointConfiguration = new EndpointConfiguration { Types = ["REGIONAL"] },
                    DomainNameStatus = "AVAILABLE",
                    SecurityPolicy = "TLS_1_2",
                    RoutingMode = "BASE_PATH_MAPPING_ONLY",
                })
                .Upsert("api.example.com/shop/eu", new BasePathMappingDocument
                {
                    BasePath = "shop/eu", RestApiId = ApiBuilder.ApiId, Stage = "$default",
                }),
            CancellationToken.None);
        using var client = new HttpClient();

        foreach (var path in new[] { "/shop/eu/v1/7", "/shop/eu/v2/7" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{fixture.Harness.Port}{path}");
            request.Headers.Host = "api.example.com";
            await client.SendAsync(request);
        }

        var first = JsonNode.Parse(fixture.Functions.Calls[0].Payload)!;
        first["path"]!.GetValue<string>().ShouldBe("/shop/eu/v1/7");
        first["requestContext"]!["domainName"]!.GetValue<string>().ShouldBe("api.example.com");
        fixture.Event["rawPath"]!.GetValue<string>().ShouldBe("/v2/7");
    }

    [Fact] // §7.2
    public async Task A_trace_header_of_the_client_is_kept_and_prefixed()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("$default"));

        await fixture.GetAsync("/", ("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793"));

        fixture.Event["headers"]!["x-amzn-trace-id"]!.GetValue<string>()
            .ShouldMatch("^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-5759e988-bd862e3fe1be46a994272793$");
    }

    [Theory] // §7.5, measured [O]
    [InlineData("text/plain", false)]
    [InlineData("TEXT/HTML", false)]
    [InlineData("text/csv", false)]
    [InlineData("application/json", false)]
    [InlineData("application/json; charset=utf-8", false)]
    [InlineData("application/json;charset=\"UTF-8\"", false)]
    [InlineData("application/xml", false)]
    [InlineData("application/javascript", false)]
    [InlineData("application/graphql", false)]
    [InlineData("text/plain; charset=iso-8859-1", true)]
    [InlineData("application/x-www-form-urlencoded", true)]
    [InlineData("multipart/form-data; boundary=x", true)]
    [InlineData("application/octet-stream", true)]
    [InlineData("application/pdf", true)]
    [InlineData("application/problem+json", true)]
    [InlineData("image/png", true)]
    [InlineData("nonsense", true)]
    [InlineData(null, true)]
    public async Task The_content_type_says_how_the_body_stands_in_the_event(string? type, bool isBase64)
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("POST /v2").Function("POST /v1", "1.0"));

        foreach (var path in new[] { "/v2", "/v1" })
        {
            var body = new ByteArrayContent("hello"u8.ToArray());
            if (type is not null)
            {
                body.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            await fixture.SendAsync("POST", path, body);

            fixture.Event["isBase64Encoded"]!.GetValue<bool>().ShouldBe(isBase64);
            fixture.Event["body"]!.GetValue<string>().ShouldBe(isBase64 ? "aGVsbG8=" : "hello");
        }
    }

    [Fact]
    public async Task What_is_announced_as_text_and_is_none_loses_no_byte()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("POST /x"));
        var body = new ByteArrayContent([0xFF, 0xFE]);
        body.Headers.TryAddWithoutValidation("Content-Type", "text/plain");

        await fixture.SendAsync("POST", "/x", body);

        fixture.Event["isBase64Encoded"]!.GetValue<bool>().ShouldBeTrue();
        fixture.Event["body"]!.GetValue<string>().ShouldBe("//4=");
    }

    [Fact] // §7.1
    public async Task The_source_ARN_has_the_template_of_the_route_and_the_default_route_its_own_form()
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Function("GET /pets/{id}").Function("$default"), stage => stage with { StageName = "dev" });

        await fixture.GetAsync("/dev/pets/7");
        await fixture.GetAsync("/dev/other");

        fixture.Harness.Access.SourceArns.ShouldBe(
        [
            "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/GET/pets/{id}",
            "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/$default",
        ]);
    }

    [Theory] // §3.4
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:${stageVariables.fn}", "arn:aws:lambda:us-east-1:000000000000:function:chosen")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:f:${stageVariables.fn}", "arn:aws:lambda:us-east-1:000000000000:function:f:chosen")]
    [InlineData("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:g/invocations", "arn:aws:lambda:us-east-1:000000000000:function:g")]
    public async Task A_function_is_named_by_its_ARN_in_either_form_and_by_stage_variables(string uri, string expected)
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Function("GET /x", configure: one => one with { IntegrationUri = uri }),
            stage => stage with { StageVariables = HttpApiBuilder.Map(("fn", "chosen")) });

        await fixture.GetAsync("/x");

        fixture.Functions.Calls.Single().Function.Arn.ShouldBe(expected);
    }

    [Fact] // §11: a mapping alters the event
    public async Task A_parameter_mapping_changes_the_event()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("GET /pets/{id}", configure: one => one with
        {
            RequestParameters = HttpApiBuilder.Map(
                ("append:header.x-new", "v${request.path.id}"), ("remove:header.x-gone", "''"), ("overwrite:querystring.q", "1"),
                ("overwrite:path", "/other/${request.path.id}")),
        }));

        await fixture.GetAsync("/pets/7?q=2&r=3", ("X-Gone", "1"));

        fixture.Event["headers"]!["x-new"]!.GetValue<string>().ShouldBe("v7");
        fixture.Event["headers"]!.AsObject().ContainsKey("x-gone").ShouldBeFalse();
        fixture.Event["rawQueryString"]!.GetValue<string>().ShouldBe("q=1&r=3");
        fixture.Event["queryStringParameters"]!["q"]!.GetValue<string>().ShouldBe("1");
        fixture.Event["rawPath"]!.GetValue<string>().ShouldBe("/other/7");
    }
}
