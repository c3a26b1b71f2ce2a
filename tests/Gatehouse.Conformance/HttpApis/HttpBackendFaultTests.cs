using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gatehouse.Conformance.BackendFaults;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance.HttpApis;

/// <summary>A server whose route calls the port that its path names; its log is read.</summary>
public sealed class HttpFaultApi : IAsyncLifetime
{
    private const string Definition = """
        openapi: 3.0.1
        info: { title: faults, version: "1" }
        paths:
          /proxy/{port}:
            x-amazon-apigateway-any-method:
              x-amazon-apigateway-integration:
                { type: http_proxy, httpMethod: ANY, payloadFormatVersion: "1.0", timeoutInMillis: 500, uri: "http://127.0.0.1:{port}/x" }
          /tls/{port}:
            get:
              x-amazon-apigateway-integration:
                { type: http_proxy, httpMethod: GET, payloadFormatVersion: "1.0", timeoutInMillis: 2000, uri: "https://localhost:{port}/x" }
          /nowhere:
            get:
              x-amazon-apigateway-integration:
                { type: http_proxy, httpMethod: GET, payloadFormatVersion: "1.0", timeoutInMillis: 2000, uri: "http://no-such-host.invalid/" }
        """;

    private ServerProcess? _server;
    private string _host = "";

    internal ServerProcess Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.ServeAsync(null, "--verbose");
        _host = $"{await _server.DeployHttpAsync(Definition, "dev")}.execute-api.localhost:{_server.Port}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    internal async Task<RawResponse> SendAsync(string verb, string target, string body)
    {
        using var connection = await RawConnection.OpenAsync(Server.Port);
        try
        {
            await connection.SendAsync(
                $"{verb} {target} HTTP/1.1\r\nHost: {_host}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        }
        catch (IOException)
        {
            // An early answer ends the connection while the body is still on its way; the answer is there to be read.
        }

        return (await connection.ReadAsync())!;
    }
}

/// <summary>http-api §8: every fault of a backend in the REST table, with the answer of HTTP APIs: 503 for what a network causes.</summary>
public sealed class HttpBackendFaultTests(HttpFaultApi api) : IClassFixture<HttpFaultApi>
{
    private const string Unavailable = "{\"message\":\"Service Unavailable\"}";

    private static readonly Dictionary<string, FaultCase> Table =
        FaultTable.Cases.ToDictionary(static row => row.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names() => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_backend_that_misbehaves_has_its_outcome(string name)
    {
        var row = Table[name];
        using var backend = new FaultyBackend(row.Script);
        var target = string.Create(CultureInfo.InvariantCulture, $"/dev/proxy/{backend.Port}");

        var response = await api.SendAsync(row.Verb, target, row.Body);

        var isFault = row.Proxy.Type is not null;
        response.Status.ShouldBe(isFault ? 503 : row.Proxy.Status, response.Text);
        if (isFault || row.Proxy.Text is not null)
        {
            response.Text.ShouldBe(isFault ? Unavailable : row.Proxy.Text);
        }

        if (row.Proxy.Detail is not null)
        {
            var line = await api.Server.WaitForOutputAsync($"Request {response.Header("apigw-requestid")} answered with");
            line.ShouldContain(row.Proxy.Detail);
        }

        // No other call is harmed, and the connection's fate is seen.
        await ConnectionFate.CheckAsync(() => api.SendAsync("GET", target, ""), row.IsReusedByProxy ?? row.IsReused);
    }

    [Fact]
    public async Task Nobody_at_the_address_and_no_such_name()
    {
        foreach (var target in new[] { string.Create(CultureInfo.InvariantCulture, $"/dev/proxy/{ClosedPort()}"), "/dev/nowhere" })
        {
            var response = await api.SendAsync("GET", target, "");
            (response.Status, response.Text).ShouldBe((503, Unavailable));
        }

        (await api.SendAsync("GET", "/dev/proxy/99999", "")).Status.ShouldBe(500); // no port
    }

    [Theory]
    [InlineData("good")]
    [InlineData("expired")]
    [InlineData("other-host")]
    public async Task A_certificate_that_cannot_be_trusted_is_503(string certificate)
    {
        using var made = Certificates.Make(certificate);
        using var backend = new FaultyBackend(
            static connection => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), made);

        var response = await api.SendAsync("GET", string.Create(CultureInfo.InvariantCulture, $"/dev/tls/{backend.Port}"), "");

        (response.Status, response.Text).ShouldBe((503, Unavailable)); // no issuer of ours is a public one
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
