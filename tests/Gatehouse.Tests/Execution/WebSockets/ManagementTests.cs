using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Model.Documents;
using Gatehouse.Tests.Identity.Principals;
using Gatehouse.Wire.SigV4;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary><c>@connections</c> (websocket-api §8).</summary>
public sealed class ManagementTests
{
    private const string Arn = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev";

    [Fact]
    public async Task A_post_is_one_text_message_and_answers_200_with_two_ids()
    {
        await using var api = await StartAsync();
        var (peer, id) = await ConnectAsync(api);

        var answer = await api.ManageAsync(HttpMethod.Post, SocketFixture.Connections(id), "grüß"u8.ToArray());

        ((int)answer.StatusCode).ShouldBe(200);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        var frame = await peer.ReceiveAsync();
        (frame.Flags, frame.Text).ShouldBe((0x81, "grüß"));
        var ids = new[] { "x-amzn-RequestId", "x-amz-apigw-id" }.Select(name => answer.Headers.GetValues(name).Single()).ToList();
        ids.Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("/dev/@connections/{0}")]
    [InlineData("/dev/%40connections/{0}")]
    [InlineData("/dev//@connections/{0}")]
    public async Task The_path_may_be_written_in_several_ways(string form)
    {
        await using var api = await StartAsync();
        var (_, id) = await ConnectAsync(api);

        foreach (var written in new[] { id, id.Replace("=", "%3D") })
        {
            ((int)(await api.ManageAsync(HttpMethod.Get, string.Format(form, written))).StatusCode).ShouldBe(200);
        }
    }

    [Fact]
    public async Task A_get_describes_the_connection()
    {
        await using var api = await StartAsync();
        var (peer, id) = await ConnectAsync(api);

        var answer = await api.ManageAsync(HttpMethod.Get, SocketFixture.Connections(id));

        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        body.Select(static member => member.Key).ShouldBe(["connectedAt", "identity", "lastActiveAt"]);
        ((string?)body["connectedAt"])!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        body["identity"]!.ToJsonString().ShouldBe("""{"sourceIp":"127.0.0.1","userAgent":null}""");
        _ = peer;
    }

    [Fact]
    public async Task A_malformed_id_is_400_and_an_unknown_one_410_with_an_empty_body()
    {
        await using var api = await StartAsync();
        var (peer, id) = await ConnectAsync(api);
        await peer.CloseAsync(1000);
        await SocketFixture.UntilAsync(() => api.Plane.WebSocketMetrics.OpenConnections == 0);

        var malformed = await api.ManageAsync(HttpMethod.Post, SocketFixture.Connections("nonsense"), [1]);
        var gone = await api.ManageAsync(HttpMethod.Post, SocketFixture.Connections(id), [1]);

        ((int)malformed.StatusCode).ShouldBe(400);
        malformed.Headers.GetValues("x-amzn-ErrorType").Single().ShouldBe("BadRequestException");
        (await malformed.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Invalid connectionId: nonsense"}""");
        ((int)gone.StatusCode).ShouldBe(410);
        gone.Headers.GetValues("x-amzn-ErrorType").Single().ShouldBe("GoneException");
        (await gone.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_is_not_addressable_from_its_own_connect()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$connect"));
        var status = 0;
        api.Functions.Handler = async (call, _) =>
        {
            var id = (string)JsonNode.Parse(Encoding.UTF8.GetString(call.Payload.Span))!["requestContext"]!["connectionId"]!;
            status = (int)(await api.ManageAsync(HttpMethod.Post, SocketFixture.Connections(id), [1])).StatusCode;
            return new() { Outcome = Model.Functions.FunctionOutcome.Succeeded, Payload = """{"statusCode":200}"""u8.ToArray() };
        };

        await api.ConnectAsync();

        status.ShouldBe(410);
    }

    [Fact]
    public async Task The_stage_must_be_in_the_path()
    {
        await using var api = await StartAsync();
        var (_, id) = await ConnectAsync(api);

        var answer = await api.ManageAsync(HttpMethod.Get, $"/@connections/{Uri.EscapeDataString(id)}");

        ((int)answer.StatusCode).ShouldBe(403);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Forbidden"}""");
    }

    [Fact]
    public async Task A_body_over_131072_bytes_is_413_and_one_of_131072_arrives_in_fragments()
    {
        await using var api = await StartAsync();
        var (peer, id) = await ConnectAsync(api);
        var most = new byte[131_072];
        Array.Fill(most, (byte)'a');

        ((int)(await api.ManageAsync(HttpMethod.Post, SocketFixture.Connections(id), [.. most, 1])).StatusCode).ShouldBe(413);
        ((int)(await api.ManageAsync(HttpMethod.Post, SocketFixture.Connections(id), most)).StatusCode).ShouldBe(200);

        var flags = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            var frame = await peer.ReceiveAsync();
            frame.Payload.Length.ShouldBe(32_768);
            flags.Add(frame.Flags);
        }

        flags.ShouldBe([0x01, 0x00, 0x00, 0x80]);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_become_replacement_characters()
    {
        await using var api = await StartAsync();
        var (peer, id) = await ConnectAsync(api);

        await api.ManageAsync(HttpMethod.Post, SocketFixture.Connections(id), [(byte)'a', 0xFF, (byte)'b']);

        var frame = await peer.ReceiveAsync();
        (frame.Opcode, frame.Text).ShouldBe((1, "a\uFFFDb"));
    }

    [Fact]
    public async Task A_client_that_does_not_read_gives_429_in_the_end_and_others_are_not_affected()
    {
        await using var api = await StartAsync();
        var (_, deaf) = await ConnectAsync(api);
        var (hearing, id) = await ConnectAsync(api);
        var piece = new byte[120_000];
        Array.Fill(piece, (byte)'a');
        var status = 200;
        for (var i = 0; i < 500 && status == 200; i++)
        {
            status = (int)(await api.ManageAsync(HttpMethod.Post, SocketFixture.Connections(deaf), piece)).StatusCode;
        }

        status.ShouldBe(429);
        await api.ManageAsync(HttpMethod.Post, SocketFixture.Connections(id), "hi"u8.ToArray());
        (await hearing.ReceiveTextAsync()).ShouldBe("hi");
    }

    [Fact]
    public async Task Whoever_does_not_sign_is_missing_a_token()
    {
        await using var api = await StartAsync();
        var (_, id) = await ConnectAsync(api);

        var answer = await api.ManageAsync(HttpMethod.Get, SocketFixture.Connections(id), null, ("Authorization", ""));

        ((int)answer.StatusCode).ShouldBe(403);
        answer.Headers.GetValues("x-amzn-ErrorType").Single().ShouldBe("MissingAuthenticationTokenException");
    }

    [Theory]
    [InlineData("/dev/@connections/")]
    [InlineData("/dev/@connections")]
    [InlineData("/dev/@connections/a/b")]
    public async Task A_path_that_names_no_connection_is_forbidden(string path)
    {
        await using var api = await StartAsync();

        ((int)(await api.ManageAsync(HttpMethod.Get, path)).StatusCode).ShouldBe(403);
        ((int)(await api.ManageAsync(HttpMethod.Put, SocketFixture.Connections("x"))).StatusCode).ShouldBe(403);
    }

    [Fact]
    public async Task The_signature_is_verified_and_the_policy_asked_for_ManageConnections()
    {
        var house = new IdentityFixture();
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Mock("$default", response: "$context.connectionId"),
            dependencies: d => d with { Identities = house.Directory, WebSockets = new WebSocketSettings() });
        var (_, id) = await ConnectAsync(api);
        var may = await house.AddUserAsync("may", IdentityFixture.AllowAll("execute-api:ManageConnections", Arn + "/GET/@connections/*"));
        var invoker = await house.AddUserAsync("invoker", IdentityFixture.AllowAll("execute-api:Invoke", "*"));
        var path = SocketFixture.Connections(id);

        ((int)(await SignedAsync(api, HttpMethod.Get, path, may, [])).StatusCode).ShouldBe(200);
        ((int)(await SignedAsync(api, HttpMethod.Get, path.Replace("%3D", "="), may, [])).StatusCode).ShouldBe(200);
        ((int)(await SignedAsync(api, HttpMethod.Get, path.Replace("@", "%40"), may, [])).StatusCode).ShouldBe(200);
        ((int)(await SignedAsync(api, HttpMethod.Post, path, may, [1])).StatusCode).ShouldBe(403);
        ((int)(await SignedAsync(api, HttpMethod.Get, path, (may.AccessKeyId, "wrong"), [])).StatusCode).ShouldBe(403);
        var refused = await SignedAsync(api, HttpMethod.Get, path, invoker, []);
        ((int)refused.StatusCode).ShouldBe(403);
        refused.Headers.GetValues("x-amzn-ErrorType").Single().ShouldBe("AccessDeniedException");
        // The placeholder stands there as it is, and the account is masked (§8.3, captured).
        ((string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["message"]).ShouldBe(
            "User: arn:aws:iam::000000000000:user/invoker is not authorized to perform: execute-api:ManageConnections on resource: "
            + "arn:aws:execute-api:us-east-1:********0000:a1b2c3d4e5/dev/GET/@connections/{connectionId}");
    }

    [Fact]
    public async Task A_connection_of_another_api_is_gone()
    {
        await using var api = await StartAsync();
        var (_, id) = await ConnectAsync(api);
        var other = new SocketApiBuilder().Echo();
        other.Api = other.Api with { ApiId = "other12345" };
        await api.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope)
                .Upsert("other12345", other.Api)
                .Upsert("other12345/dep001", new Model.ApisV2.DeploymentSnapshotV2Document { Definition = other.Build() })
                .Upsert("other12345/dev", (await api.Store.FindAsync<Model.ApisV2.StageV2Document>(
                    ExecutionHarness.Scope, $"{ApiBuilder.ApiId}/dev", CancellationToken.None))!.Value),
            CancellationToken.None);
        api.Host = "other12345.execute-api.us-east-1.amazonaws.com";

        ((int)(await api.ManageAsync(HttpMethod.Get, SocketFixture.Connections(id))).StatusCode).ShouldBe(410);
    }

    private static async Task<HttpResponseMessage> SignedAsync(
        SocketFixture api, HttpMethod method, string path, (string AccessKeyId, string Secret) key, byte[] body)
    {
        var headers = new List<KeyValuePair<string, string>> { new("Host", api.Host) };
        new SigV4Signer(new SigningCredentials(key.AccessKeyId, key.Secret, null), "us-east-1", "execute-api", new SigningKeyCache()).SignHeaders(
            method.Method, path, "", headers, DateTimeOffset.UtcNow, SigV4Signer.HashPayload(body));
        return await api.ManageAsync(
            method, path, body.Length == 0 ? null : body,
            [.. headers.Where(static header => header.Key != "Host").Select(static header => (header.Key, header.Value))]);
    }

    private static Task<SocketFixture> StartAsync() =>
        SocketFixture.StartAsync(new SocketApiBuilder().Mock("$default", response: "$context.connectionId"));

    private static async Task<(SocketPeer Peer, string Id)> ConnectAsync(SocketFixture api)
    {
        var peer = await api.ConnectAsync();
        await peer.SendTextAsync("who am I?");
        return (peer, await peer.ReceiveTextAsync());
    }
}
