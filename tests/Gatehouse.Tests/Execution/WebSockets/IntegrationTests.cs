using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.Functions;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Integrations.Http;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>The integration types as their backends meet them (websocket-api §5.6 to §5.8, §6).</summary>
public sealed class IntegrationTests
{
    [Fact]
    public async Task HTTP_PROXY_sends_the_message_and_what_is_mapped_and_returns_the_whole_answer()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Route(
            "$default", Http("HTTP_PROXY", backend.Url + "/in/{room}?fixed=1") with
            {
                RequestParameters = SocketApiBuilder.Map(
                    ("integration.request.header.connectionId", "context.connectionId"),
                    ("integration.request.header.X-Const", "'constant'"),
                    ("integration.request.header.X-Stage", "stageVariables.color"),
                    ("integration.request.header.X-Absent", "route.request.body.absent"),
                    ("integration.request.querystring.who", "route.request.body.user.name"),
                    ("integration.request.path.room", "route.request.body.room")),
            },
            isTwoWay: true), static stage => stage with { StageVariables = stage.StageVariables.Add("color", "red") });
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("""{"room":"a/b","user":{"name":"Ann B"}}""");

        (await peer.ReceiveTextAsync()).ShouldBe("backend");
        var sent = backend.Requests.ShouldHaveSingleItem();
        (sent.Method, sent.Target, sent.Body).ShouldBe(
            ("POST", "/in/a%2Fb?fixed=1&who=Ann%20B", """{"room":"a/b","user":{"name":"Ann B"}}"""));
        sent.Headers["connectionId"].ShouldMatch("^.{15}=$");
        (sent.Headers["X-Const"], sent.Headers["X-Stage"]).ShouldBe(("constant", "red"));
        sent.Headers.Keys.ShouldNotContain("X-Absent");
        (sent.Headers["User-Agent"], sent.Headers["x-amzn-apigateway-api-id"]).ShouldBe(("AmazonAPIGateway_a1b2c3d4e5", "a1b2c3d4e5"));
    }

    [Fact]
    public async Task HTTP_PROXY_of_connect_forwards_the_handshakes_headers_unless_a_mapping_replaces_them()
    {
        await using var backend = await BackendServer.StartAsync(static context =>
        {
            context.Response.Headers["Sec-WebSocket-Protocol"] = "chat";
            return Task.CompletedTask;
        });
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Route(
            "$connect", Http("HTTP_PROXY", backend.Url + "/connect") with
            {
                RequestParameters = SocketApiBuilder.Map(
                    ("integration.request.header.Sec-WebSocket-Version", "'0'"),
                    ("integration.request.header.X-Token", "route.request.querystring.token")),
            }));

        var peer = await api.ConnectAsync("/dev?token=t", ("X-Own", "mine"), ("Sec-WebSocket-Protocol", "chat"));

        peer.Headers["Sec-WebSocket-Protocol"].ShouldBe("chat");
        var sent = backend.Requests.ShouldHaveSingleItem();
        (sent.Target, sent.Body).ShouldBe(("/connect?token=t", ""));
        (sent.Headers["Sec-WebSocket-Key"], sent.Headers["Sec-WebSocket-Version"]).ShouldBe((SocketPeer.Key, "0"));
        (sent.Headers["X-Own"], sent.Headers["X-Token"], sent.Headers["X-Forwarded-For"]).ShouldBe(("mine", "t", "127.0.0.1"));
        sent.Headers.Keys.ShouldNotContain("Upgrade");
    }

    [Theory]
    [InlineData(200, 101)]
    [InlineData(403, 403)]
    public async Task HTTP_PROXY_of_connect_decides_by_its_status(int answered, int expected)
    {
        await using var backend = await BackendServer.StartAsync(context =>
        {
            context.Response.StatusCode = answered;
            return context.Response.WriteAsync("because");
        });
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Echo().Route("$connect", Http("HTTP_PROXY", backend.Url)));

        var peer = await api.OpenAsync();

        peer.Status.ShouldBe(expected);
        if (expected != 101)
        {
            (await peer.ReadBodyAsync()).ShouldBe("because");
        }
    }

    [Fact]
    public async Task HTTP_maps_both_ways_by_status()
    {
        await using var backend = await BackendServer.StartAsync(static context =>
        {
            context.Response.StatusCode = 404;
            context.Response.Headers["X-Kind"] = "unknown";
            return context.Response.WriteAsync("""{"name":"nobody"}""");
        });
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Route(
            "$default", Http("HTTP", backend.Url) with
            {
                RequestTemplates = SocketApiBuilder.Map(("application/json", """{"id":"$context.connectionId","n":$input.json('$.n')}""")),
            },
            isTwoWay: true,
            responses:
            [
                ("/4\\d\\d/", SocketApiBuilder.Map(("unknown", "no $input.path('$.name')"), ("$default", "other"))),
                ("$default", SocketApiBuilder.Map()),
            ],
            response: static r => r with { TemplateSelectionExpression = "${integration.response.header.X-Kind}" }));
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("""{"n":7}""");

        (await peer.ReceiveTextAsync()).ShouldBe("no nobody");
        JsonNode.Parse(backend.Requests[0].Body)!["n"]!.GetValue<int>().ShouldBe(7);
        backend.Requests[0].Headers["Content-Type"].ShouldBe("application/json");
    }

    [Fact]
    public async Task A_backend_that_is_not_there_gives_the_internal_error_frame_and_the_socket_stays()
    {
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Route("$default", Http("HTTP_PROXY", "http://127.0.0.1:1081/")).Mock("ping", response: "pong"));
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("x");

        (await peer.ReceiveTextAsync()).ShouldStartWith("""{"message": "Internal server error",""");
        await peer.SendTextAsync("""{"action":"ping"}""");
        (await peer.ReceiveTextAsync()).ShouldBe("pong");
    }

    [Fact]
    public async Task CONVERT_TO_BINARY_decodes_the_message_for_the_backend_and_bad_Base64_fails()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Route(
            "$default", Http("HTTP_PROXY", backend.Url) with { ContentHandlingStrategy = "CONVERT_TO_BINARY" }, isTwoWay: true));
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync(Convert.ToBase64String("plain"u8));
        (await peer.ReceiveTextAsync()).ShouldBe("backend");
        backend.Requests[0].Body.ShouldBe("plain");

        await peer.SendTextAsync("%%%");
        (await peer.ReceiveTextAsync()).ShouldStartWith("""{"message": "Internal server error",""");
    }

    [Fact]
    public async Task CONVERT_TO_TEXT_of_a_response_encodes_what_is_no_text()
    {
        await using var backend = await BackendServer.StartAsync(
            static context => context.Response.Body.WriteAsync(new byte[] { 0xFF, 0x00 }).AsTask());
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Route(
            "$default", Http("HTTP", backend.Url), isTwoWay: true, responses: [("$default", SocketApiBuilder.Map())],
            response: static r => r with { ContentHandlingStrategy = "CONVERT_TO_TEXT" }));
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("x");

        (await peer.ReceiveTextAsync()).ShouldBe("/wA=");
    }

    [Fact]
    public async Task AWS_with_a_function_sends_the_template_and_selects_by_the_error_message()
    {
        await using var api = await SocketFixture.StartAsync(Lambda(isTwoWay: true));
        var peer = await api.ConnectAsync();

        api.Functions.Returns("""{"answer":42}""");
        await peer.SendTextAsync("""{"x":1}""");
        (await peer.ReceiveTextAsync()).ShouldBe("got 42");
        api.Functions.Calls[^1].Payload.ShouldBe("""{"in":{"x":1}}""");

        api.Functions.Returns(FunctionOutcome.FunctionFailed, """{"errorMessage":"BadRequest: no"}""");
        await peer.SendTextAsync("""{"x":2}""");
        (await peer.ReceiveTextAsync()).ShouldBe("refused");
    }

    [Fact]
    public async Task AWS_with_a_function_may_be_an_event_that_nobody_waits_for()
    {
        await using var api = await SocketFixture.StartAsync(Lambda(isTwoWay: false, ("integration.request.header.X-Amz-Invocation-Type", "'Event'")));
        var held = new TaskCompletionSource<FunctionResult>();
        api.Functions.Handler = (_, _) => new(held.Task);
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("""{"x":1}""");

        await SocketFixture.UntilAsync(() => api.Recorded().Exists(static r => r.HttpMethod == "MESSAGE"));
        api.Recorded().Last(static r => r.HttpMethod == "MESSAGE").Status.ShouldBe(202);
        held.SetResult(new FunctionResult { Outcome = FunctionOutcome.Succeeded });
    }

    [Theory]
    // The recipes of websocket-api §6.3.
    [InlineData("dynamodb:action/PutItem", "X-Amz-Target", "DynamoDB_20120810.PutItem", "/")]
    [InlineData("kinesis:action/PutRecord", "X-Amz-Target", "Kinesis_20131202.PutRecord", "/")]
    [InlineData("states:action/StartExecution", "X-Amz-Target", "AWSStepFunctions.StartExecution", "/")]
    [InlineData("sqs:path/000000000000/queue", "Content-Type", "application/x-www-form-urlencoded", "/000000000000/queue")]
    [InlineData("sns:action/Publish", "Content-Type", "application/x-www-form-urlencoded", "/?Action=Publish")]
    [InlineData("events:action/PutEvents", "X-Amz-Target", "AWSEvents.PutEvents", "/")]
    public async Task Each_recipe_reaches_its_service_signed(string uri, string header, string value, string target)
    {
        await using var service = await BackendServer.StartAsync();
        var headers = uri.StartsWith("sqs", StringComparison.Ordinal) || uri.StartsWith("sns", StringComparison.Ordinal)
            ? SocketApiBuilder.Map(("integration.request.header.Content-Type", "'application/x-www-form-urlencoded'"))
            : uri.StartsWith("events", StringComparison.Ordinal)
                ? SocketApiBuilder.Map(("integration.request.header.X-Amz-Target", "'AWSEvents.PutEvents'"))
                : SocketApiBuilder.Map();
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Route("$default", SocketApiBuilder.FunctionProxy with
            {
                IntegrationType = "AWS",
                IntegrationUri = "arn:aws:apigateway:us-east-1:" + uri,
                CredentialsArn = "arn:aws:iam::000000000000:role/r",
                TemplateSelectionExpression = "\\$default",
                RequestTemplates = SocketApiBuilder.Map(("$default", "made of $input.body by $context.connectionId")),
                RequestParameters = headers,
            }),
            dependencies: d => d with { ExternalServices = MapTo(service.Url) });
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("hello");
        await SocketFixture.UntilAsync(() => service.Requests.Count > 0);

        var sent = service.Requests[0];
        (sent.Method, sent.Target, sent.Headers[header]).ShouldBe(("POST", target, value));
        sent.Body.ShouldStartWith("made of hello by ");
        sent.Headers["Authorization"].ShouldStartWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/");
        sent.Headers["X-Amz-Source-Arn"].ShouldBe("arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/$default");
    }

    [Fact]
    public async Task A_private_integration_goes_through_its_version_1_link()
    {
        await using var backend = await BackendServer.StartAsync();
        const string target = "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/nlb/1";
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Echo(),
            dependencies: d => d with
            {
                ExternalServices = new ExternalServiceMap
                {
                    Targets = new Dictionary<string, NetworkTarget>
                    {
                        [target] = new("127.0.0.1", new Uri(backend.Url).Port),
                    }.ToFrozenDictionary(StringComparer.Ordinal),
                },
            });
        await api.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Upsert("link01", new VpcLinkDocument
            {
                Id = "link01", Name = "l", TargetArns = [target], Status = VpcLinkDocument.Available, StatusMessage = "", Tags = SocketApiBuilder.Map(),
            }),
            CancellationToken.None);
        await api.DeployAsync(
            new SocketApiBuilder().Route("$default", Http("HTTP_PROXY", "http://inside.example.com/p") with
            {
                ConnectionType = IntegrationV2Document.VpcLink, ConnectionId = "link01",
            }, isTwoWay: true),
            deployment: "dep002");
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("x");

        (await peer.ReceiveTextAsync()).ShouldBe("backend");
        backend.Requests[0].Headers["Host"].ShouldBe("inside.example.com");
        backend.Requests[0].Headers.Keys.ShouldNotContain("connectionId"); // §1.13: it is mapped or it is not there
    }

    [Theory]
    [InlineData("connectionId", "^.{15}=$")]
    [InlineData("connectedAt", @"^\d{13}$")]
    [InlineData("domainName", "amazonaws.com$")]
    [InlineData("domainPrefix", "^a1b2c3d4e5$")]
    [InlineData("eventType", "^MESSAGE$")]
    [InlineData("messageId", "^.{15}=$")]
    [InlineData("routeKey", @"^\$default$")]
    [InlineData("requestId", "^.{15}=$")]
    [InlineData("extendedRequestId", "^.{15}=$")]
    [InlineData("apiId", "^a1b2c3d4e5$")]
    [InlineData("identity.sourceIp", "^127.0.0.1$")]
    [InlineData("identity.userAgent", "^agent$")]
    [InlineData("requestTime", @"^\d\d/[A-Z][a-z]{2}/\d{4}:")]
    [InlineData("requestTimeEpoch", @"^\d{13}$")]
    [InlineData("stage", "^dev$")]
    [InlineData("authorizer.none", "^$")]
    [InlineData("identity.caller", "^$")]
    [InlineData("identity.apiKey", "^$")]
    [InlineData("error.messageString", "^$")]
    [InlineData("status", "^$")]
    public async Task Every_variable_of_templates_renders(string name, string pattern)
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Mock("$default", response: $"[$context.{name}]"));
        var peer = await api.ConnectAsync("/dev", ("User-Agent", "agent"));

        await peer.SendTextAsync("x");

        var rendered = await peer.ReceiveTextAsync();
        rendered[1..^1].ShouldMatch(pattern);
    }

    [Fact]
    public async Task A_template_of_connect_may_read_the_handshakes_parameters()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Mock(
            "$connect",
            "{\"statusCode\":#if($input.params('token') == 'good' && $input.params().header['X-Ok'] == 'yes')200#else 401#end}"));

        (await api.OpenAsync("/dev?token=good", ("X-Ok", "yes"))).Status.ShouldBe(101);
        (await api.OpenAsync("/dev?token=bad", ("X-Ok", "yes"))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Stage_variables_stand_in_URIs_and_templates()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Route("$default", Http("HTTP", "http://${stageVariables.url}/p") with
            {
                RequestTemplates = SocketApiBuilder.Map(("application/json", "$stageVariables.color ${stageVariables['color']}")),
            }),
            stage => stage with { StageVariables = stage.StageVariables.Add("url", backend.Url["http://".Length..]).Add("color", "red") });
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("{}");
        await SocketFixture.UntilAsync(() => backend.Requests.Count > 0);

        backend.Requests[0].Body.ShouldBe("red red");
    }

    [Fact]
    public async Task The_functions_policy_is_asked_for_the_routes_ARN()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$connect").Function("send"));
        var peer = await api.ConnectAsync();
        await peer.SendTextAsync("""{"action":"send"}""");
        await SocketFixture.UntilAsync(() => api.Events("MESSAGE").Count > 0);

        api.Access.SourceArns.ShouldBe(
        [
            "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/$connect",
            "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/send",
        ]);
        api.Access.IsAllowed = false;
        await peer.SendTextAsync("""{"action":"send"}""");
        (await peer.ReceiveTextAsync()).ShouldStartWith("""{"message": "Internal server error",""");
    }

    private static IntegrationV2Document Http(string type, string uri) => SocketApiBuilder.FunctionProxy with
    {
        IntegrationType = type, IntegrationUri = uri, IntegrationMethod = "POST",
    };

    private static SocketApiBuilder Lambda(bool isTwoWay, params (string Key, string Value)[] parameters) => new SocketApiBuilder().Route(
        "$default", SocketApiBuilder.FunctionProxy with
        {
            IntegrationType = "AWS",
            RequestTemplates = SocketApiBuilder.Map(("application/json", """{"in":$input.body}""")),
            RequestParameters = SocketApiBuilder.Map(parameters),
        },
        isTwoWay,
        [
            ("/BadRequest.*/", SocketApiBuilder.Map(("$default", "refused"))),
            ("$default", SocketApiBuilder.Map(("$default", "got $input.path('$.answer')"))),
        ]);

    private static ExternalServiceMap MapTo(string url) => new()
    {
        Services = new Dictionary<string, ExternalService>
        {
            ["*"] = new ExternalService
            {
                Endpoint = new Uri(url),
                Credentials = new ServiceCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null),
                AssumesRoles = false,
            },
        }.ToFrozenDictionary(StringComparer.Ordinal),
    };
}
