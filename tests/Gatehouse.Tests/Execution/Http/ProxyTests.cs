using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Tests.Execution.Integrations.Http;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Http;

/// <summary>HTTP_PROXY, public and private: http-api §8 and §10.</summary>
public sealed class ProxyTests
{
    private const string Unavailable = "{\"message\":\"Service Unavailable\"}";
    private const string Listener = "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/app/x/1/2";
    private const string CloudMap = "arn:aws:servicediscovery:us-east-1:000000000000:service/srv-x";

    [Fact]
    public async Task ANY_passes_the_method_and_a_fixed_one_replaces_it()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api
            .Proxy("ANY /any", url).Proxy("GET /fixed", url, one => one with { IntegrationMethod = "POST" }));

        await fixture.SendAsync("PATCH", "/any");
        await fixture.GetAsync("/fixed");

        fixture.Backend.Requests.Select(one => one.Method).ShouldBe(["PATCH", "POST"]);
    }

    [Theory]
    [InlineData("GET /pets/{id}", "/animals/{id}", "/pets/7?a=1", "/animals/7?a=1")]
    [InlineData("GET /pets/{id}", "/animals/{id}?fixed=1", "/pets/7?a=1", "/animals/7?fixed=1&a=1")]
    [InlineData("GET /x/{proxy+}", "/y/{proxy}", "/x/a/b%2Fc", "/y/a/b%2Fc")]
    [InlineData("GET /x/{proxy+}", "/y/{proxy+}", "/x/", "/y/")]
    [InlineData("GET /x", "", "/x", "/")]
    [InlineData("GET /x", "/fixed", "/x?q=%22%7B&b;c&d", "/fixed?q=%22%7B&b;c&d")]
    [InlineData("GET /x/{id}", "/q?id={id}", "/x/a%26b", "/q?id=a%26b")]
    [InlineData("GET /x/{id}", "/y/{other}", "/x/1", "/y/%7Bother%7D")]
    [InlineData("$default", "", "/store/checkout?x=1", "/store/checkout?x=1")]
    [InlineData("$default", "/base/", "/store/checkout", "/base/store/checkout")]
    [InlineData("$default", "/base", "/", "/base/")]
    public async Task Variables_are_put_in_the_default_route_appends_its_path_and_the_query_passes_verbatim(
        string key, string uri, string path, string expected)
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api.Proxy(key, url + uri));

        (await fixture.AskAsync("GET", path)).ShouldBe((200, "backend"));

        fixture.Backend.Requests.Single().Target.ShouldBe(expected);
    }

    [Theory]
    [InlineData("http://${stageVariables.host}/a", "/a")]
    [InlineData("${stageVariables.host}/b", "/b")]
    [InlineData("http://${stageVariables.host}/${stageVariables.path}?x=${stageVariables.path}", "/p?x=p")]
    public async Task Stage_variables_stand_anywhere_in_the_URL(string uri, string expected)
    {
        await using var backend = await BackendServer.StartAsync();
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Proxy("GET /x", uri),
            stage => stage with { StageVariables = HttpApiBuilder.Map(("host", backend.Url["http://".Length..]), ("path", "p")) });

        (await fixture.AskAsync("GET", "/x")).Status.ShouldBe(200);

        backend.Requests.Single().Target.ShouldBe(expected);
    }

    [Fact]
    public async Task The_stage_is_not_sent_to_a_public_backend()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api.Proxy("$default", url), stage => stage with { StageName = "dev" });

        await fixture.GetAsync("/dev/a");

        fixture.Backend.Requests.Single().Target.ShouldBe("/a");
    }

    [Fact]
    public async Task Headers_pass_but_those_of_the_connection_and_the_gateway_says_who_it_is()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api.Proxy("GET /x", url));

        await fixture.GetAsync(
            "/x", ("Authorization", "Bearer x"), ("Cookie", "a=1"), ("X-Mine", "1"), ("Connection", "X-Hop"), ("X-Hop", "1"),
            ("Keep-Alive", "timeout=5"), ("Proxy-Authorization", "Basic x"), ("TE", "trailers"), ("Upgrade", "h2c"),
            ("Forwarded", "for=10.0.0.1"), ("Via", "1.1 other"), ("X-Forwarded-For", "10.0.0.9"));

        var headers = fixture.Backend.Requests.Single().Headers;
        headers["Authorization"].ShouldBe("Bearer x");
        headers["Cookie"].ShouldBe("a=1");
        headers["X-Mine"].ShouldBe("1");
        headers["Host"].ShouldBe(fixture.Backend.Url["http://".Length..]);
        headers["forwarded"].ShouldBe($"for=10.0.0.1, for=127.0.0.1;host={fixture.Harness.Host};proto=http");
        headers["via"].ShouldBe("1.1 other, HTTP/1.1 AmazonAPIGateway");
        headers["X-Amzn-Trace-Id"].ShouldStartWith("Root=1-");
        headers["X-Forwarded-For"].ShouldBe("10.0.0.9"); // the gateway adds none of these here
        foreach (var name in new[] { "X-Hop", "Keep-Alive", "Proxy-Authorization", "TE", "Upgrade", "X-Forwarded-Proto", "x-amzn-apigateway-api-id" })
        {
            headers.ShouldNotContainKey(name);
        }
    }

    [Fact]
    public async Task The_answer_passes_with_repeated_headers_redirects_and_without_hop_by_hop_headers()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api.Proxy("GET /x", url), answer: static context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Append("Set-Cookie", new[] { "a=1", "b=2" });
            context.Response.Headers.Location = "/elsewhere";
            context.Response.Headers["X-Mine"] = "1";
            context.Response.Headers["Connection"] = "X-Hop";
            context.Response.Headers["X-Hop"] = "1";
            context.Response.Headers["Proxy-Authenticate"] = "Basic";
            context.Response.Headers["Access-Control-Allow-Origin"] = "*";
            return context.Response.WriteAsync("moved");
        });

        using var response = await fixture.GetAsync("/x");

        ((int)response.StatusCode).ShouldBe(302);
        response.Headers.Location!.ToString().ShouldBe("/elsewhere");
        response.Headers.GetValues("Set-Cookie").ShouldBe(["a=1", "b=2"]);
        response.Headers.GetValues("X-Mine").Single().ShouldBe("1");
        response.Headers.GetValues("Access-Control-Allow-Origin").Single().ShouldBe("*"); // no CORS configured: passes
        response.Headers.GetValues("Server").Single().ShouldBe("Kestrel"); // the backend's own
        response.Headers.Contains("X-Hop").ShouldBeFalse();
        response.Headers.ProxyAuthenticate.ShouldBeEmpty();
        (await response.Content.ReadAsStringAsync()).ShouldBe("moved");
        response.Content.Headers.ContentLength.ShouldBe(5); // chunked at the backend: recomputed
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(60_000)]
    [InlineData(70_000)]
    [InlineData(3_000_000)]
    public async Task Bodies_pass_both_ways_unchanged(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, url) => api.Proxy("POST /length", url).Proxy("POST /chunked", url),
            answer: async context =>
            {
                if (context.Request.Path == "/length")
                {
                    context.Response.ContentLength = size;
                }

                await context.Response.Body.WriteAsync(bytes);
            });
        fixture.Backend.Requests.ShouldBeEmpty();

        foreach (var path in new[] { "/length", "/chunked" })
        {
            using var response = await fixture.SendAsync("POST", path, new ByteArrayContent(bytes));
            (await response.Content.ReadAsByteArrayAsync()).ShouldBe(bytes);
            fixture.Backend.Requests[^1].Headers["Content-Length"].ShouldBe(size.ToString());
        }
    }

    [Fact] // §6.4: chunked uploads are accepted and de-chunked
    public async Task A_chunked_upload_has_a_length_at_the_backend()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api.Proxy("POST /x", url));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{fixture.Harness.Port}/x")
        {
            Content = new StringContent("chunks"),
        };
        request.Headers.Host = fixture.Harness.Host;
        request.Headers.TransferEncodingChunked = true;
        using var client = new HttpClient();

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        fixture.Backend.Requests.Single().Headers["Content-Length"].ShouldBe("6");
        fixture.Backend.Requests.Single().Body.ShouldBe("chunks");
    }

    [Fact]
    public async Task HEAD_has_the_length_of_the_body_that_it_does_not_have()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api.Proxy("ANY /x", url), answer: static context =>
        {
            context.Response.ContentLength = 7;
            return context.Request.Method == "HEAD" ? Task.CompletedTask : context.Response.WriteAsync("backend");
        });

        using var response = await fixture.SendAsync("HEAD", "/x");

        response.Content.Headers.ContentLength.ShouldBe(7);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_late_backend_is_503_and_so_is_one_that_nobody_reaches()
    {
        using var silent = new RawBackend(null);
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api
            .Proxy("GET /late", silent.Url, static one => one with { TimeoutInMillis = 50 })
            .Proxy("GET /closed", $"http://127.0.0.1:{ClosedPort()}")
            .Proxy("GET /nowhere", "http://no-such-host.invalid")
            .Proxy("GET /bad", "http://no host"));

        (await fixture.AskAsync("GET", "/late")).ShouldBe((503, Unavailable));
        fixture.Harness.Records.Records[^1].GatewayResponseType.ShouldBe("INTEGRATION_TIMEOUT");
        (await fixture.AskAsync("GET", "/closed")).ShouldBe((503, Unavailable));
        fixture.Harness.Records.Records[^1].GatewayResponseType.ShouldBe("INTEGRATION_FAILURE");
        (await fixture.AskAsync("GET", "/nowhere")).ShouldBe((503, Unavailable));
        (await fixture.AskAsync("GET", "/bad")).Status.ShouldBe(500); // no network is to blame for a wrong URI
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("")]
    public async Task A_backend_that_breaks_off_or_talks_nonsense_is_503(string answer)
    {
        using var backend = new RawBackend(answer);
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Proxy("GET /x", backend.Url));

        (await fixture.AskAsync("GET", "/x")).ShouldBe((503, Unavailable));
    }

    [Theory]
    [InlineData("dev", "/dev/route/1?q=1")]
    [InlineData("$default", "/route/1?q=1")]
    public async Task A_private_backend_gets_the_whole_path_with_the_stage_and_the_client_s_Host(string stageName, string expected)
    {
        await using var backend = await BackendServer.StartAsync();
        await using var fixture = await PrivateAsync(backend.Url, Listener, stage => stage with { StageName = stageName });

        (await fixture.AskAsync("GET", (stageName == "dev" ? "/dev" : "") + "/route/1?q=1")).Status.ShouldBe(200);

        var seen = backend.Requests.Single();
        seen.Target.ShouldBe(expected);
        seen.Headers["Host"].ShouldBe(fixture.Harness.Host);
        seen.Headers["via"].ShouldBe("HTTP/1.1 AmazonAPIGateway");
    }

    [Fact]
    public async Task Overwriting_the_path_takes_the_stage_away()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var fixture = await PrivateAsync(
            backend.Url, Listener, stage => stage with { StageName = "dev" },
            one => one with { RequestParameters = HttpApiBuilder.Map(("overwrite:path", "$request.path")) });

        await fixture.GetAsync("/dev/route/a%2Fb");

        backend.Requests.Single().Target.ShouldBe("/route/a%2Fb");
    }

    [Fact] // §10: HTTPS with that name as SNI
    public async Task A_private_backend_with_a_tlsConfig_is_asked_over_TLS_by_the_name_that_is_verified()
    {
        var asked = new TaskCompletionSource<string>();
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=inside.example.com", key, System.Security.Cryptography.HashAlgorithmName.SHA256,
            System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeTlsAsync(listener, certificate, asked);
        await using var fixture = await PrivateAsync(
            $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", Listener,
            configure: static one => one with { TlsConfig = new TlsConfig { ServerNameToVerify = "inside.example.com" } });

        // The certificate's issuer is no public one: nothing goes to a backend that cannot be trusted.
        (await fixture.AskAsync("GET", "/route/1")).ShouldBe((503, Unavailable));
        (await asked.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe("inside.example.com");
        await serving;
    }

    [Fact] // §6.4: no automatic compression in either direction
    public async Task Nothing_is_compressed_and_a_coding_passes()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api.Proxy("ANY /x", url), answer: static context =>
        {
            context.Response.ContentType = "text/plain";
            if (context.Request.Method == "POST")
            {
                context.Response.Headers.ContentEncoding = "gzip";
            }

            return context.Response.WriteAsync(new string('a', 5_000));
        });

        using var plain = await fixture.GetAsync("/x", ("Accept-Encoding", "gzip"));
        using var coded = await fixture.SendAsync("POST", "/x", new StringContent("b"), ("Content-Encoding", "gzip"));

        plain.Content.Headers.ContentEncoding.ShouldBeEmpty();
        (await plain.Content.ReadAsByteArrayAsync()).Length.ShouldBe(5_000);
        coded.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        fixture.Backend.Requests[0].Headers["Accept-Encoding"].ShouldBe("gzip");
        (fixture.Backend.Requests[1].Headers["Content-Encoding"], fixture.Backend.Requests[1].Body).ShouldBe(("gzip", "b"));
    }

    [Fact]
    public async Task A_link_that_is_not_available_is_503_until_it_is()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var fixture = await PrivateAsync(backend.Url, Listener, link: "PENDING");
        (await fixture.AskAsync("GET", "/route/1")).ShouldBe((503, Unavailable));

        await CommitLinkAsync(fixture, VpcLinkV2Document.Available);

        (await fixture.AskAsync("GET", "/route/1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_unknown_target_is_503_and_names_the_setting()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var fixture = await PrivateAsync(
            backend.Url, Listener, configure: static one => one with { IntegrationUri = Listener + "9" });

        (await fixture.AskAsync("GET", "/route/1")).ShouldBe((503, Unavailable));
        fixture.Detail.ShouldContain($"\"targets\".\"{Listener}9\"");
    }

    [Theory]
    [InlineData("", "blue,green")]
    [InlineData("?color=blue", "blue")]
    [InlineData("?color=green&tier=1", "green")]
    [InlineData("?color=red", "")]
    public async Task Attributes_pick_the_instances_of_a_Cloud_Map_service(string query, string expected)
    {
        await using var blue = await BackendServer.StartAsync(static context => context.Response.WriteAsync("blue"));
        await using var green = await BackendServer.StartAsync(static context => context.Response.WriteAsync("green"));
        var map = new ExternalServiceMap
        {
            Instances = new Dictionary<string, ImmutableArray<ServiceInstance>>
            {
                [CloudMap] = [Instance(blue, ("color", "blue")), Instance(green, ("color", "green"), ("tier", "1"))],
            }.ToFrozenDictionary(),
        };
        await using var fixture = await PrivateAsync(blue.Url, CloudMap + query, map: map);

        var answers = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 4; i++)
        {
            var (status, body) = await fixture.AskAsync("GET", "/route/1");
            status.ShouldBe(expected.Length == 0 ? 503 : 200);
            if (status == 200)
            {
                answers.Add(body);
            }
        }

        string.Join(',', answers).ShouldBe(expected);
    }

    private static async Task ServeTlsAsync(
        TcpListener listener, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate,
        TaskCompletionSource<string> asked)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new System.Net.Security.SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync((_, hello, _, _) =>
            {
                asked.TrySetResult(hello.ServerName);
                return new(new System.Net.Security.SslServerAuthenticationOptions { ServerCertificate = certificate });
            }, null);
            _ = await tls.ReadAsync(new byte[1]);
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client did not trust the certificate, as it should.
        }
    }

    private static ServiceInstance Instance(BackendServer server, params (string Key, string Value)[] attributes) => new(
        TargetOf(server.Url), attributes.ToFrozenDictionary(static one => one.Key, static one => one.Value, StringComparer.Ordinal));

    private static NetworkTarget TargetOf(string url) => new("127.0.0.1", new Uri(url).Port);

    private static async Task<HttpApiFixture> PrivateAsync(
        string url, string uri, Func<StageV2Document, StageV2Document>? stage = null,
        Func<IntegrationV2Document, IntegrationV2Document>? configure = null, string link = VpcLinkV2Document.Available,
        ExternalServiceMap? map = null)
    {
        map ??= new ExternalServiceMap
        {
            Targets = new Dictionary<string, NetworkTarget> { [Listener] = TargetOf(url) }.ToFrozenDictionary(),
        };
        var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Proxy("ANY /route/{id}", uri, one =>
            {
                one = one with { ConnectionType = IntegrationV2Document.VpcLink, ConnectionId = "link01" };
                return configure?.Invoke(one) ?? one;
            }),
            stage, dependencies: (dependencies, _) => dependencies with { ExternalServices = map });
        await CommitLinkAsync(fixture, link);
        return fixture;
    }

    private static async Task CommitLinkAsync(HttpApiFixture fixture, string status) =>
        await fixture.Harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Upsert("link01", new VpcLinkV2Document
            {
                VpcLinkId = "link01",
                Name = "link",
                SubnetIds = ["subnet-1"],
                SecurityGroupIds = [],
                Tags = ImmutableSortedDictionary<string, string>.Empty,
                CreatedDate = 1,
                VpcLinkStatus = status,
                VpcLinkStatusMessage = "",
                VpcLinkVersion = "V2",
            }),
            CancellationToken.None);

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
