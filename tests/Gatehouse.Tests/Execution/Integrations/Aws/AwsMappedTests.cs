using System.Net;
using System.Text;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.RestApis;
using Gatehouse.Wire.SigV4;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Aws;

/// <summary>rest-execution §5.2 to §5.5: AWS with any service, as the service sees it.</summary>
public sealed class AwsMappedTests
{
    private const string ProxyPath = "integration.request.path.key";

    [Fact]
    public async Task A_query_service_gets_its_action_and_the_defaults_and_nothing_else_of_the_clients() // §5.2, §5.5
    {
        await using var fixture = await AwsFixture.StartAsync(AwsFixture.Integration("sqs:action/SendMessage") with
        {
            RequestParameters = ApiBuilder.Map(
                ("integration.request.querystring.MessageBody", "method.request.querystring.text"),
                ("integration.request.header.X-Mapped", "'m'")),
        });

        await fixture.Harness.SendAsync(
            "POST", "/prod/x?text=a%20b&other=1", new StringContent("{}", Encoding.UTF8, "application/json"), ("X-Client", "c"));

        var sent = fixture.Service.Requests[0];
        (sent.Method, sent.Target, sent.Body).ShouldBe(("POST", "/?Action=SendMessage&MessageBody=a%20b", "{}"));
        sent.Headers.Keys.Order(StringComparer.Ordinal).ShouldBe([
            "Accept", "Authorization", "Connection", "Content-Length", "Content-Type", "Host", "User-Agent", "X-Amz-Date",
            "X-Amz-Source-Arn", "X-Amzn-Trace-Id", "X-Mapped", "x-amzn-apigateway-api-id",
        ]);
        (sent.Headers["Accept"], sent.Headers["User-Agent"], sent.Headers["x-amzn-apigateway-api-id"])
            .ShouldBe(("application/json", "AmazonAPIGateway_a1b2c3d4e5", "a1b2c3d4e5"));
        sent.Headers["X-Amz-Source-Arn"] // §5.3: the configured verb and the template path
            .ShouldBe("arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod/ANY/{proxy+}");
    }

    [Theory]
    [InlineData("dynamodb:action/PutItem", "DynamoDB_20120810.PutItem", "application/x-amz-json-1.0")]
    [InlineData("kinesis:action/PutRecord", "Kinesis_20131202.PutRecord", "application/x-amz-json-1.1")]
    [InlineData("ssm:action/GetParameter", "AmazonSSM.GetParameter", "application/x-amz-json-1.1")]
    [InlineData("states:action/StartExecution", "AWSStepFunctions.StartExecution", "application/x-amz-json-1.0")]
    public async Task Four_services_get_their_target_by_themselves(string uri, string target, string contentType) // §5.2
    {
        await using var fixture = await AwsFixture.StartAsync(AwsFixture.Integration(uri));

        await fixture.Harness.SendAsync("POST", "/prod/x", new StringContent("{}", Encoding.UTF8, "application/json"));

        var sent = fixture.Service.Requests[0];
        (sent.Target, sent.Headers["X-Amz-Target"], sent.Headers["Content-Type"]).ShouldBe(("/", target, contentType));
    }

    [Fact]
    public async Task EventBridge_gets_no_target_but_the_mapped_one() // §5.2
    {
        var integration = AwsFixture.Integration("events:action/PutEvents");
        await using var without = await AwsFixture.StartAsync(integration);
        await using var with = await AwsFixture.StartAsync(integration with
        {
            RequestParameters = ApiBuilder.Map(
                ("integration.request.header.X-Amz-Target", "'AWSEvents.PutEvents'"),
                ("integration.request.header.Content-Type", "'application/x-amz-json-1.1'")),
        });

        await without.Harness.SendAsync("POST", "/prod/x", null);
        await with.Harness.SendAsync("POST", "/prod/x", null);

        without.Service.Requests[0].Headers.ShouldNotContainKey("X-Amz-Target");
        (with.Service.Requests[0].Target, with.Service.Requests[0].Headers["X-Amz-Target"]).ShouldBe(("/", "AWSEvents.PutEvents"));
    }

    [Theory]
    [InlineData("X-Bad", "method.request.querystring.text", "/prod/x?text=a%0D%0AX-Evil:%201")]
    [InlineData("X-Bad", "method.request.body.text", "/prod/x")]
    public async Task A_mapped_header_that_cannot_be_sent_is_a_500_and_nothing_is_sent(
        string header, string source, string path) // docs/DIFFERENCES.md: as for HTTP backends
    {
        await using var fixture = await AwsFixture.StartAsync(AwsFixture.Integration("sqs:action/SendMessage") with
        {
            RequestParameters = ApiBuilder.Map(("integration.request.header." + header, source)),
        });

        using var answer = await fixture.Harness.SendAsync(
            "POST", path, new StringContent("{\"text\":\"a\\u0000b\"}", Encoding.UTF8, "application/json"));

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        fixture.Service.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sqs:action/SendMessage", "sqs", "POST", "/prod/a/b")]
    [InlineData("s3:path/bucket/{key}", "s3", "PUT", "/prod/a%20b/%C3%BC+(1)'!")]
    [InlineData("lambda:path/2015-03-31/functions/{key}", "lambda", "GET", "/prod/a%20b/c")]
    public async Task The_signature_is_right_for_what_is_on_the_wire(string uri, string service, string verb, string path)
    {
        await using var fixture = await AwsFixture.StartAsync(AwsFixture.Integration(uri) with
        {
            HttpMethod = verb, RequestParameters = ApiBuilder.Map((ProxyPath, "method.request.path.proxy")),
        });

        await fixture.Harness.SendAsync(verb, path, verb == "GET" ? null : new StringContent("body"));

        var sent = fixture.Service.Requests[0];
        var authorization = sent.Headers["Authorization"];
        authorization.ShouldStartWith($"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{sent.Headers["X-Amz-Date"][..8]}/us-east-1/{service}/aws4_request");
        authorization.ShouldContain(";x-amz-source-arn;");
        authorization.ShouldBe(SignAgain(sent, authorization, service));
        if (service == "s3")
        {
            sent.Headers["X-Amz-Content-Sha256"].ShouldBe(SigV4Signer.HashPayload("body"u8));
        }
    }

    [Fact]
    public async Task A_key_keeps_its_slashes_and_no_body_goes_with_a_GET() // §5.2, §5.5
    {
        await using var fixture = await AwsFixture.StartAsync(AwsFixture.Integration("bucket.s3:path/{key}") with
        {
            HttpMethod = "GET", RequestParameters = ApiBuilder.Map((ProxyPath, "method.request.path.proxy")),
        });

        await fixture.Harness.SendAsync("POST", "/prod/a/b%20c/d", new StringContent("ignored"));

        var sent = fixture.Service.Requests[0];
        (sent.Method, sent.Target, sent.Body).ShouldBe(("GET", "/bucket/a/b%20c/d", ""));
        sent.Headers.ShouldNotContainKey("Content-Type");
    }

    [Fact]
    public async Task No_template_chooses_who_signs_or_for_which_host()
    {
        await using var fixture = await AwsFixture.StartAsync(AwsFixture.Integration("sqs:path/1/q") with
        {
            RequestTemplates = ApiBuilder.Map<string?>((
                "application/json",
                "#set($context.requestOverride.header.Authorization = \"evil\")"
                + "#set($context.requestOverride.header.Host = \"evil.example\")"
                + "#set($context.requestOverride.header.X-Amz-Security-Token = \"evil\")"
                + "#set($context.requestOverride.header.X-Fine = \"fine\")body")),
        });

        await fixture.Harness.SendAsync("POST", "/prod/x", null);

        var sent = fixture.Service.Requests[0];
        (sent.Headers["X-Fine"], sent.Body).ShouldBe(("fine", "body"));
        sent.Headers["Host"].ShouldBe(new Uri(fixture.Service.Url).Authority);
        sent.Headers["Authorization"].ShouldStartWith("AWS4-HMAC-SHA256 ");
        sent.Headers.ShouldNotContainKey("X-Amz-Security-Token");
    }

    [Fact]
    public async Task A_path_that_climbs_out_never_reaches_the_service()
    {
        await using var fixture = await AwsFixture.StartAsync(AwsFixture.Integration("s3:path/bucket/{key}") with
        {
            RequestParameters = ApiBuilder.Map((ProxyPath, "method.request.querystring.key")),
        });

        var answer = await fixture.Harness.SendAsync("POST", "/prod/x?key=../other/secret", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        fixture.Service.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(404, "404", "404")]
    [InlineData(403, "4\\d{2}", "404")]
    [InlineData(200, "4\\d{2}", "200")]
    public async Task A_services_error_is_an_ordinary_answer_chosen_by_its_status(int status, string pattern, string chosen) // §5.7
    {
        var integration = AwsFixture.Integration("s3:path/b/k") with
        {
            IntegrationResponses = ApiBuilder.Map(
                ("200", new IntegrationResponseDocument { StatusCode = "200" }),
                ("404", new IntegrationResponseDocument { StatusCode = "404", SelectionPattern = pattern })),
        };
        await using var fixture = await AwsFixture.StartAsync(
            integration, context =>
            {
                context.Response.StatusCode = status;
                return context.Response.WriteAsync("said");
            });
        await fixture.Harness.DeployAsync(new ApiBuilder().Method("/{proxy+}", "ANY", integration, m => m with
        {
            MethodResponses = m.MethodResponses!.Add("404", new MethodResponseDocument { StatusCode = "404" }),
        }));

        var answer = await fixture.Harness.GetAsync("/prod/x");

        (((int)answer.StatusCode).ToString(), await answer.Content.ReadAsStringAsync()).ShouldBe((chosen, "said"));
    }

    [Fact]
    public async Task XML_of_a_service_that_does_not_honour_Accept_becomes_the_JSON_that_templates_expect() // §5.2, NOTE
    {
        Func<HttpContext, Task> answer = context =>
        {
            context.Response.ContentType = "text/xml";
            return context.Response.WriteAsync("<PublishResponse><PublishResult><MessageId>7</MessageId></PublishResult></PublishResponse>");
        };
        var integration = AwsFixture.Integration("sns:action/Publish");
        await using var asDefault = await AwsFixture.StartAsync(integration, answer);
        await using var asXml = await AwsFixture.StartAsync(
            integration with { RequestParameters = ApiBuilder.Map(("integration.request.header.Accept", "'text/xml'")) }, answer);

        (await (await asDefault.Harness.GetAsync("/prod/x")).Content.ReadAsStringAsync())
            .ShouldBe("""{"PublishResponse":{"PublishResult":{"MessageId":"7"}}}""");
        (await (await asXml.Harness.GetAsync("/prod/x")).Content.ReadAsStringAsync()).ShouldStartWith("<PublishResponse>");
    }

    [Fact]
    public async Task Parameter_Store_answers_in_Query_style() // §5.2, table
    {
        await using var fixture = await AwsFixture.StartAsync(
            AwsFixture.Integration("ssm:action/GetParameter"), context =>
            {
                context.Response.ContentType = "application/x-amz-json-1.1";
                context.Response.Headers["x-amzn-RequestId"] = "r1";
                return context.Response.WriteAsync("""{"Parameter":{"Value":"v"}}""");
            });

        (await (await fixture.Harness.GetAsync("/prod/x")).Content.ReadAsStringAsync()).ShouldBe(
            """{"GetParameterResponse":{"GetParameterResult":{"Parameter":{"Value":"v"}},"ResponseMetadata":{"RequestId":"r1"}}}""");
    }

    [Fact]
    public async Task Stage_variables_make_up_URI_and_role() // §12
    {
        await using var fixture = await AwsFixture.StartAsync(
            AwsFixture.Integration("sqs:path/1/${stageVariables.queue}") with
            {
                Credentials = "arn:aws:iam::000000000000:${stageVariables.role}",
            },
            stage: stage => stage with { Variables = ApiBuilder.Map(("queue", "orders"), ("role", "role/r")) });

        await fixture.Harness.GetAsync("/prod/x");

        fixture.Service.Requests[0].Target.ShouldBe("/1/orders");
    }

    private static string SignAgain(Http.BackendServer.Received sent, string authorization, string service)
    {
        var signed = authorization.Split("SignedHeaders=")[1].Split(',')[0].Split(';');
        var headers = signed.Where(name => name != "x-amz-date")
            .Select(name => new KeyValuePair<string, string>(name, sent.Headers[name])).ToList();
        AmzDate.TryParse(sent.Headers["X-Amz-Date"], out var time).ShouldBeTrue();
        var question = sent.Target.IndexOf('?');
        new SigV4Signer(
            new SigningCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null), "us-east-1", service, new SigningKeyCache())
            .SignHeaders(
                sent.Method, question < 0 ? sent.Target : sent.Target[..question], question < 0 ? "" : sent.Target[(question + 1)..],
                headers, time, SigV4Signer.HashPayload(Encoding.UTF8.GetBytes(sent.Body)));
        return headers[^1].Value;
    }
}
