using System.Net;
using Gatehouse.Conformance.Harness;
using Gatehouse.Conformance.Hostile;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>rest-execution §15: "make every numeric limit configurable with these defaults".</summary>
public sealed class RaisedLimitsTests : IAsyncLifetime
{
    private const string Definition = """
        {"openapi":"3.0.1","info":{"title":"raised","version":"1"},
         "x-amazon-apigateway-endpoint-configuration":{"types":["TYPE"]},
         "paths":{"/proxy":{"post":{"responses":{"default":{"description":"x"}},
          "x-amazon-apigateway-integration":{"type":"http_proxy","httpMethod":"POST","uri":"http://127.0.0.1:PORT/in","timeoutInMillis":TIMEOUT}}}}}
        """;

    private readonly RecordingBackend _backend = new();
    private ServerProcess? _server;
    private string _host = "";

    private ServerProcess Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.ServeAsync(
            null, "--max-integration-timeout", "60000", "--max-payload-bytes", "12000000", "--max-header-bytes", "30000",
            "--max-url-length", "20000");
        var id = await _server.DeployAsync(Api("REGIONAL", 60_000), "dev");
        _host = $"{id}.execute-api.localhost:{_server.Port}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _backend.Dispose();
    }

    [Fact]
    public async Task Bodies_headers_and_URLs_up_to_the_raised_limits_reach_the_backend()
    {
        (await PostAsync(new string('b', 11_000_000))).Status.ShouldBe(200);
        (await PostAsync("", "X-Big: " + new string('h', 28_000))).Status.ShouldBe(200);
        (await PostAsync("", target: "/dev/proxy?" + new string('q', 18_000))).Status.ShouldBe(200);

        _backend.Requests.Count.ShouldBe(3);
        _backend.Requests.TryDequeue(out var first).ShouldBeTrue();
        first!.Length.ShouldBeGreaterThan(11_000_000);
    }

    [Fact]
    public async Task Beyond_them_the_answers_are_AWS_own_with_the_raised_number()
    {
        using var connection = await RawConnection.OpenAsync(Server.Port);
        await connection.SendAsync($"POST /dev/proxy HTTP/1.1\r\nHost: {_host}\r\nContent-Length: 12000001\r\n\r\n");
        var large = (await connection.ReadAsync())!;
        (large.Status, large.Text).ShouldBe((413, "HTTP content length exceeded 12000000 bytes."));

        (await PostAsync("", "X-Big: " + new string('h', 31_000))).Status.ShouldBe(431);
        (await PostAsync("", target: "/dev/proxy?" + new string('q', 20_000))).Status.ShouldBe(414);
        _backend.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_longer_timeout_is_accepted_for_a_regional_API_up_to_the_quota_and_never_for_an_edge_one() // §5.10
    {
        foreach (var (type, timeout, accepted) in new[] { ("REGIONAL", 60_000, true), ("REGIONAL", 60_001, false), ("EDGE", 60_000, false) })
        {
            var (_, api, _) = await Server.ControlAsync(
                HttpMethod.Post, "/restapis", $$$"""{"name":"t","endpointConfiguration":{"types":["{{{type}}}"]}}""");
            var path = $"/restapis/{api!["id"]}/resources/{api["rootResourceId"]}/methods/GET";
            await Server.ControlAsync(HttpMethod.Put, path, """{"authorizationType":"NONE"}""");

            var (status, answer, _) = await Server.ControlAsync(
                HttpMethod.Put, path + "/integration",
                $$$"""{"type":"HTTP_PROXY","httpMethod":"GET","uri":"http://a.example/","timeoutInMillis":{{{timeout}}}}""");

            (status == HttpStatusCode.Created).ShouldBe(accepted, $"{type} {timeout}: {answer?.ToJsonString()}");
        }
    }

    [Theory]
    [InlineData("--max-integration-timeout", "28999")]
    [InlineData("--max-integration-timeout", "900001")]
    [InlineData("--max-payload-bytes", "10485759")]
    [InlineData("--max-header-bytes", "20479")]
    [InlineData("--max-url-length", "10239")]
    public async Task A_limit_below_AWS_own_or_beyond_our_bound_is_refused_at_the_start(string option, string value)
    {
        var (exitCode, output) = await ServerProcess.ExecuteAsync(null, "serve", option, value);

        exitCode.ShouldNotBe(0);
        output.ShouldContain(option + " must be from");
    }

    private string Api(string type, int timeout) => Definition
        .Replace("TYPE", type, StringComparison.Ordinal)
        .Replace("PORT", _backend.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("TIMEOUT", timeout.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private async Task<RawResponse> PostAsync(string body, string header = "X-None: 1", string target = "/dev/proxy")
    {
        using var connection = await RawConnection.OpenAsync(Server.Port);
        await connection.SendAsync(
            $"POST {target} HTTP/1.1\r\nHost: {_host}\r\n{header}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        return (await connection.ReadAsync())!;
    }
}
