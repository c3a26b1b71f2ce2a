using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Functions;
using Gatehouse.Tests.Identity.Principals;
using Gatehouse.Wire.SigV4;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>Who may open a connection (websocket-api §3.6, §3.8).</summary>
public sealed class AuthorizationTests
{
    private const string ConnectArn = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/$connect";

    [Fact]
    public async Task What_an_authorizer_says_is_told_to_all_later_events()
    {
        await using var api = await StartAsync(Allow(ConnectArn, """, "context":{"team":"red","level":7,"admin":true}"""));
        var peer = await api.ConnectAsync("/dev?token=t");
        await peer.SendTextAsync("x");
        await peer.CloseAsync(1000);
        await SocketFixture.UntilAsync(() => api.Events("DISCONNECT").Count > 0);

        // The authorizer's own event is of the type CONNECT too, and has none.
        var connect = api.Events("CONNECT")[1]["requestContext"]!["authorizer"]!;
        ((string?)connect["team"], (string?)connect["level"], (string?)connect["admin"], (string?)connect["principalId"])
            .ShouldBe(("red", "7", "true", "me"));
        connect["integrationLatency"]!.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.Number);
        foreach (var type in new[] { "MESSAGE", "DISCONNECT" })
        {
            api.Events(type)[0]["requestContext"]!["authorizer"]!.ToJsonString().ShouldBe(
                """{"team":"red","level":"7","admin":"true","principalId":"me"}""");
        }
    }

    [Fact]
    public async Task The_authorizers_event_has_what_the_integrations_has_not()
    {
        await using var api = await StartAsync(Allow(ConnectArn));
        await api.ConnectAsync("/dev?token=t");

        var sent = api.Events("CONNECT")[0];
        sent.Select(static member => member.Key).ShouldBe(
        [
            "type", "methodArn", "headers", "multiValueHeaders", "queryStringParameters", "multiValueQueryStringParameters",
            "stageVariables", "requestContext",
        ]);
        ((string?)sent["type"], (string?)sent["methodArn"]).ShouldBe(("REQUEST", ConnectArn));
        ((string?)sent["headers"]!["Connection"]).ShouldBe("Upgrade");
        ((string?)sent["headers"]!["Upgrade"]).ShouldBe("websocket");
        ((string?)sent["headers"]!["content-length"]).ShouldBe("0");
        sent["stageVariables"]!.ToJsonString().ShouldBe("{}");
        sent["requestContext"]!.AsObject().ContainsKey("authorizer").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/dev")]
    [InlineData("/dev?token=")]
    public async Task A_missing_identity_source_is_401_and_nobody_is_asked(string path)
    {
        await using var api = await StartAsync(Allow(ConnectArn));

        (await api.OpenAsync(path)).Status.ShouldBe(401);
        api.Functions.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("*", 101)]
    [InlineData("arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/*", 101)]
    // An ARN of a WebSocket API has no method in it (§1.2): what helpers write for REST APIs does not match.
    [InlineData("arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/*/*", 403)]
    [InlineData("arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod/$connect", 403)]
    public async Task The_policy_is_asked_for_the_connect_route(string resource, int expected)
    {
        await using var api = await StartAsync(Allow(resource));

        var peer = await api.OpenAsync("/dev?token=t");

        peer.Status.ShouldBe(expected);
        if (expected == 403)
        {
            ((string?)JsonNode.Parse(await peer.ReadBodyAsync())!["message"])!.ShouldStartWith("User is not authorized to access this resource");
        }
    }

    [Theory]
    [InlineData(FunctionOutcome.FunctionFailed, """{"errorMessage":"Unauthorized"}""", 401)]
    [InlineData(FunctionOutcome.FunctionFailed, """{"errorMessage":"boom"}""", 500)]
    [InlineData(FunctionOutcome.Succeeded, "{}", 500)]
    [InlineData(FunctionOutcome.Succeeded, """{"principalId":"me","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"execute-api:Invoke","Resource":"*"}]}}""", 403)]
    public async Task Each_failure_of_an_authorizer_has_its_status(FunctionOutcome outcome, string payload, int expected)
    {
        await using var api = await StartAsync("{}");
        api.Functions.Returns(outcome, payload);

        (await api.OpenAsync("/dev?token=t")).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task An_answer_over_8_KB_is_a_500()
    {
        await using var api = await StartAsync(Allow("*", $$""", "context":{"long":"{{new string('a', 8_192)}}"}"""));

        (await api.OpenAsync("/dev?token=t")).Status.ShouldBe(500);
    }

    [Fact]
    public async Task Each_handshake_asks_anew()
    {
        await using var api = await StartAsync(Allow("*"));
        await api.ConnectAsync("/dev?token=t");
        await api.ConnectAsync("/dev?token=t");

        api.Functions.Calls.Count(static call => call.Payload.Contains("\"methodArn\"")).ShouldBe(2);
    }

    [Theory]
    [InlineData("context.connectionId", 101)]
    [InlineData("context.eventType", 401)]
    [InlineData("stageVariables.none", 401)]
    [InlineData("route.request.header.X-Who", 401)]
    public async Task Identity_sources_may_be_of_several_kinds(string source, int expected)
    {
        await using var api = await StartAsync(Allow("*"), source);

        (await api.OpenAsync("/dev?token=t")).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task A_signed_url_or_header_opens_and_the_signer_is_told_to_all_events()
    {
        var house = new IdentityFixture();
        await using var api = await StartSignedAsync(house);
        var alice = await house.AddUserAsync("alice", IdentityFixture.AllowAll("execute-api:Invoke", ConnectArn));

        var byHeader = await api.OpenAsync("/dev?room=1", SignHeaders(api, "/dev", "room=1", alice));
        var byQuery = await api.OpenAsync(Presign(api, "/dev", alice, "room=1"));

        byHeader.Status.ShouldBe(101);
        byQuery.Status.ShouldBe(101);
        await byQuery.SendTextAsync("x");
        await SocketFixture.UntilAsync(() => api.Events("MESSAGE").Count > 0);
        ((string?)api.Events("MESSAGE")[0]["requestContext"]!["identity"]!["userArn"]).ShouldBe("arn:aws:iam::000000000000:user/alice");
    }

    [Fact]
    public async Task A_handshake_that_is_not_rightly_signed_is_403()
    {
        var house = new IdentityFixture();
        await using var api = await StartSignedAsync(house);
        var alice = await house.AddUserAsync("alice", IdentityFixture.AllowAll("execute-api:Invoke", ConnectArn));
        var bob = await house.AddUserAsync("bob", IdentityFixture.AllowAll("execute-api:Invoke", ConnectArn.Replace("$connect", "$default")));

        (await api.OpenAsync()).Status.ShouldBe(403);
        (await api.OpenAsync(Presign(api, "/dev", (alice.AccessKeyId, "wrong"), ""))).Status.ShouldBe(403);
        (await api.OpenAsync(Presign(api, "/dev", alice, "") + "&added=1")).Status.ShouldBe(403);
        (await api.OpenAsync(Presign(api, "/dev", bob, ""))).Status.ShouldBe(403);
        (await api.OpenAsync(Presign(api, "/dev", alice, ""))).Status.ShouldBe(101);
    }

    [Fact]
    public async Task A_policy_that_denies_another_route_does_not_touch_an_open_connection() // §3.6: the handshake alone is judged
    {
        var house = new IdentityFixture();
        await using var api = await StartSignedAsync(house);
        var alice = await house.AddUserAsync("alice", IdentityFixture.AllowAll("execute-api:Invoke", ConnectArn));

        var peer = await api.OpenAsync(Presign(api, "/dev", alice, ""));
        await peer.SendTextAsync("x");

        await SocketFixture.UntilAsync(() => api.Events("MESSAGE").Count == 1);
    }

    private static string Allow(string resource, string more = "") =>
        $$$"""{"principalId":"me","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"{{{resource}}}"}]}{{{more}}},"statusCode":200}""";

    private static async Task<SocketFixture> StartAsync(string answer, string source = "route.request.querystring.token")
    {
        var builder = new SocketApiBuilder()
            .Function("$connect", configure: static route => route with { AuthorizationType = "CUSTOM", AuthorizerId = "auth01" })
            .Function("$default").Function("$disconnect");
        builder.Authorizers.Add(new AuthorizerV2Document
        {
            AuthorizerId = "auth01",
            Name = "who",
            AuthorizerType = AuthorizerV2Document.Request,
            AuthorizerUri = SocketApiBuilder.FunctionUri.Replace("hello", "who"),
            IdentitySource = [source],
        });
        var api = await SocketFixture.StartAsync(builder);
        api.Functions.Returns(answer); // the integrations take it for an answer too
        return api;
    }

    private static Task<SocketFixture> StartSignedAsync(IdentityFixture house) => SocketFixture.StartAsync(
        new SocketApiBuilder()
            .Function("$connect", configure: static route => route with { AuthorizationType = "AWS_IAM" }).Function("$default"),
        dependencies: d => d with { Identities = house.Directory });

    private static (string Name, string Value)[] SignHeaders(
        SocketFixture api, string path, string query, (string AccessKeyId, string Secret) key)
    {
        var headers = new List<KeyValuePair<string, string>> { new("Host", api.Host) };
        new SigV4Signer(new SigningCredentials(key.AccessKeyId, key.Secret, null), "us-east-1", "execute-api", new SigningKeyCache())
            .SignHeaders("GET", path, query, headers, DateTimeOffset.UtcNow, SigV4Signer.HashPayload([]));
        return [.. headers.Where(static header => header.Key != "Host").Select(static header => (header.Key, header.Value))];
    }

    private static string Presign(SocketFixture api, string path, (string AccessKeyId, string Secret) key, string query) =>
        Presigner.Sign(api.Host, path, query, key.AccessKeyId, key.Secret, DateTimeOffset.UtcNow);
}
