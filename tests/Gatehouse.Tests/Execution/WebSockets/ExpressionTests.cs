using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>Selection expressions (websocket-api §2.1), as the route that they select shows them.</summary>
public sealed class ExpressionTests
{
    private const string Message = """{"service":"chat","action":"join","data":{"room":"room1234"},"list":["a","b"],"n":7,"b":true,"nil":null,"dollar":"$request.body.action"}""";

    [Theory]
    // The six rows of the sheet's table.
    [InlineData("$request.body.action", "join")]
    [InlineData("${request.body.action}", "join")]
    [InlineData("${request.body.service}/${request.body.action}", "chat/join")]
    [InlineData("${request.body.action}-${request.body.invalidPath}", "join-")]
    [InlineData("action", "action")]
    [InlineData("\\$default", "$default")]
    [InlineData("$request.body.data.room", "room1234")]
    [InlineData("$request.body.list", "[a, b]")]
    [InlineData("$request.body.list[1]", "b")]
    [InlineData("$request.body.n", "7")]
    [InlineData("$request.body.b", "true")]
    [InlineData("x$request.body.nil", "x")]
    [InlineData("$request.body.dollar", "$request.body.action")] // evaluated once
    [InlineData("a$request.body.action/b", "ajoin/b")]
    [InlineData("${stageVariables.color}.${request.body.action}", "red.join")]
    public async Task An_expression_selects_the_route_that_the_sheet_says(string expression, string key)
    {
        var builder = new SocketApiBuilder().Mock(key, response: "found");
        builder.Api = builder.Api with { RouteSelectionExpression = expression };
        await using var api = await SocketFixture.StartAsync(
            builder, static stage => stage with { StageVariables = stage.StageVariables.Add("color", "red") });
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync(Message);

        (await peer.ReceiveTextAsync()).ShouldBe("found");
    }

    [Theory]
    [InlineData("$request.body.[")]
    [InlineData("${request.body.action")]
    [InlineData("$nonsense.x")]
    public async Task What_is_no_expression_keeps_the_stage_from_being_published(string expression)
    {
        var builder = new SocketApiBuilder().Mock("$default", response: "x");
        builder.Api = builder.Api with { RouteSelectionExpression = expression };
        await using var api = await SocketFixture.StartAsync(builder);

        api.Publications.Reports.ShouldHaveSingleItem().Error.ShouldNotBeNull();
        (await api.OpenAsync()).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_templates_key_is_selected_by_the_message_and_falls_back_to_default()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Route(
            "$default", SocketApiBuilder.FunctionProxy with
            {
                IntegrationType = "MOCK",
                TemplateSelectionExpression = "${request.body.kind}",
                RequestTemplates = SocketApiBuilder.Map(("one", """{"statusCode":201}"""), ("$default", """{"statusCode":404}""")),
            },
            isTwoWay: true,
            responses:
            [
                ("/2\\d\\d/", SocketApiBuilder.Map(("$default", "good"))), ("/404/", SocketApiBuilder.Map(("$default", "missing"))),
                ("$default", SocketApiBuilder.Map(("$default", "else"))),
            ]));
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("""{"kind":"one"}""");
        (await peer.ReceiveTextAsync()).ShouldBe("good");
        await peer.SendTextAsync("""{"kind":"two"}""");
        (await peer.ReceiveTextAsync()).ShouldBe("missing");
    }

    [Theory]
    [InlineData("WHEN_NO_MATCH", "{\"statusCode\":200}", true)]
    [InlineData("WHEN_NO_TEMPLATES", "Unsupported Media Type", true)]
    [InlineData("WHEN_NO_TEMPLATES", "{\"statusCode\":200}", false)]
    [InlineData("NEVER", "Unsupported Media Type", false)]
    public async Task A_message_that_no_template_takes_passes_or_not(string passthrough, string expected, bool hasTemplate)
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Route(
            "$default", SocketApiBuilder.FunctionProxy with
            {
                IntegrationType = "MOCK",
                TemplateSelectionExpression = "other",
                PassthroughBehavior = passthrough,
                RequestTemplates = hasTemplate ? SocketApiBuilder.Map(("unmatched", "x")) : SocketApiBuilder.Map(),
            },
            isTwoWay: true, responses: [("$default", SocketApiBuilder.Map())]));
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("{\"statusCode\":200}");

        (await peer.ReceiveTextAsync()).ShouldContain(expected);
    }

    [Fact]
    public async Task A_two_way_route_whose_answer_matches_no_response_is_an_internal_error()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Route(
            "$default", SocketApiBuilder.FunctionProxy with
            {
                IntegrationType = "MOCK", RequestTemplates = SocketApiBuilder.Map(("application/json", """{"statusCode":500}""")),
            },
            isTwoWay: true, responses: [("/200/", SocketApiBuilder.Map())]));
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("x");

        (await peer.ReceiveTextAsync()).ShouldStartWith("""{"message": "Internal server error",""");
    }
}
