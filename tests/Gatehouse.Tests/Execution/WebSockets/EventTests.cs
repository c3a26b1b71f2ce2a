using System.Text.Json.Nodes;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>What functions are sent (websocket-api §4).</summary>
public sealed class EventTests
{
    [Fact]
    public async Task The_connect_event_has_Amazons_members_in_Amazons_order()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$connect"));
        await api.ConnectAsync("/dev?a=1&a=2&b=3", ("User-Agent", "wscat"), ("X-Twice", "1"));

        var sent = api.Events("CONNECT").ShouldHaveSingleItem();

        Names(sent).ShouldBe(
            ["headers", "multiValueHeaders", "queryStringParameters", "multiValueQueryStringParameters", "requestContext", "isBase64Encoded"]);
        var context = sent["requestContext"]!.AsObject();
        Names(context).ShouldBe(
        [
            "routeKey", "eventType", "extendedRequestId", "requestTime", "messageDirection", "stage", "connectedAt", "requestTimeEpoch",
            "identity", "requestId", "domainName", "connectionId", "apiId",
        ]);
        ((string?)context["routeKey"]).ShouldBe("$connect");
        ((string?)context["messageDirection"]).ShouldBe("IN");
        ((string?)context["domainName"]).ShouldBe(api.Host);
        ((string?)context["requestId"]).ShouldBe((string?)context["extendedRequestId"]);
        Names(context["identity"]!).ShouldBe(["userAgent", "sourceIp"]);
        sent["queryStringParameters"]!.ToJsonString().ShouldBe("""{"a":"2","b":"3"}""");
        sent["multiValueQueryStringParameters"]!.ToJsonString().ShouldBe("""{"a":["1","2"],"b":["3"]}""");
        ((bool?)sent["isBase64Encoded"]).ShouldBe(false);
    }

    [Fact]
    public async Task The_headers_of_a_connect_event_are_sorted_and_have_the_gateways()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$connect"));
        await api.ConnectAsync("/dev", ("zeta", "1"), ("Alpha", "2"), ("X-Forwarded-For", "6.6.6.6"));

        var headers = api.Events("CONNECT")[0]["headers"]!;

        Names(headers).ShouldBe(Names(headers).Order(StringComparer.OrdinalIgnoreCase));
        Names(headers).ShouldContain("X-Amzn-Trace-Id");
        ((string?)headers["X-Forwarded-For"]).ShouldBe("127.0.0.1"); // a proxy header of the client's is not believed
        ((string?)headers["X-Forwarded-Proto"]).ShouldBe("http");
        Names(headers).ShouldContain("Sec-WebSocket-Key");
        foreach (var dropped in new[] { "Connection", "Upgrade", "Content-Length" })
        {
            Names(headers).ShouldNotContain(dropped, StringComparer.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_message_event_has_no_headers_and_the_body_as_it_came()
    {
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Function("send"),
            static stage => stage with { StageVariables = stage.StageVariables.Add("color", "red") });
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("{\"action\":\"send\",\"text\":\"grüß \\\"dich\\\"\"}");
        await SocketFixture.UntilAsync(() => api.Events("MESSAGE").Count > 0);

        var sent = api.Events("MESSAGE")[0];
        Names(sent).ShouldBe(["requestContext", "stageVariables", "body", "isBase64Encoded"]);
        ((string?)sent["body"]).ShouldBe("{\"action\":\"send\",\"text\":\"grüß \\\"dich\\\"\"}");
        Names(sent["requestContext"]!).ShouldBe(
        [
            "routeKey", "messageId", "eventType", "extendedRequestId", "requestTime", "messageDirection", "stage", "connectedAt",
            "requestTimeEpoch", "identity", "requestId", "domainName", "connectionId", "apiId",
        ]);
        ((string?)sent["requestContext"]!["messageId"])!.ShouldMatch("^.{11}C.{3}=$");
        sent["stageVariables"]!.ToJsonString().ShouldBe("""{"color":"red"}""");
    }

    [Fact]
    public async Task A_disconnect_event_has_the_four_synthetic_headers_status_and_reason()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$disconnect"));
        var peer = await api.ConnectAsync();

        await peer.CloseAsync(3001, "bye");
        await SocketFixture.UntilAsync(() => api.Events("DISCONNECT").Count > 0);

        var sent = api.Events("DISCONNECT")[0];
        Names(sent).ShouldBe(["headers", "multiValueHeaders", "requestContext", "isBase64Encoded"]);
        sent["headers"]!.ToJsonString().ShouldBe(
            $$"""{"Host":"{{api.Host}}","x-api-key":"","X-Forwarded-For":"","x-restapi":""}""");
        Names(sent["requestContext"]!).ShouldBe(
        [
            "routeKey", "disconnectStatusCode", "eventType", "extendedRequestId", "requestTime", "messageDirection", "disconnectReason",
            "stage", "connectedAt", "requestTimeEpoch", "identity", "requestId", "domainName", "connectionId", "apiId",
        ]);
        ((int?)sent["requestContext"]!["disconnectStatusCode"]).ShouldBe(3001);
        ((string?)sent["requestContext"]!["disconnectReason"]).ShouldBe("bye");
    }

    [Fact]
    public async Task All_events_of_a_connection_tell_of_the_same_connection()
    {
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Function("$connect").Function("$default").Function("$disconnect"));
        var peer = await api.ConnectAsync();
        await peer.SendTextAsync("x");
        await peer.CloseAsync(1000);
        await SocketFixture.UntilAsync(() => api.Events("DISCONNECT").Count > 0);

        var all = new[] { "CONNECT", "MESSAGE", "DISCONNECT" }.SelectMany(api.Events).Select(one => one["requestContext"]!).ToList();

        all.Select(one => (string?)one["connectionId"]).Distinct().Count().ShouldBe(1);
        all.Select(one => (long?)one["connectedAt"]).Distinct().Count().ShouldBe(1);
        all.Select(one => (string?)one["requestId"]).Distinct().Count().ShouldBe(3);
    }

    private static List<string> Names(JsonNode node) => [.. node.AsObject().Select(static member => member.Key)];
}
