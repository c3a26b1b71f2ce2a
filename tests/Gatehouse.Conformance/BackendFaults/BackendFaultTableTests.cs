using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance.BackendFaults;

/// <summary>
/// rest-execution §5.9, through HTTP_PROXY and HTTP of the built server: the status and body, the gateway response's type,
/// the sentence in the log, and whether the connection is used again.
/// </summary>
public sealed class BackendFaultTableTests(FaultApi api) : IClassFixture<FaultApi>
{
    private static readonly Dictionary<string, FaultCase> Table = FaultTable.Cases.ToDictionary(static row => row.Name, StringComparer.Ordinal);

    public static TheoryData<string, string> Rows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var name in Table.Keys)
        {
            rows.Add(name, "proxy");
            rows.Add(name, "mapped");
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_backend_that_misbehaves_has_its_outcome(string name, string integration)
    {
        var row = Table[name];
        using var backend = new FaultyBackend(row.Script);
        var target = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{backend.Port}");

        // Only who is to run into the timeout meets a short one: a busy machine is no fault of the backend.
        var expected = integration == "proxy" ? row.Proxy : row.Mapped;
        var haste = ReferenceEquals(expected, Outcome.TimedOut) ? "hasty-" : "";
        await api.ExpectAsync(row.Verb, $"/dev/{haste}{integration}?target={target}", row.Body, expected);

        // No other call is harmed, and the connection's fate is seen.
        var isReused = integration == "proxy" ? row.IsReusedByProxy ?? row.IsReused : row.IsReused;
        await ConnectionFate.CheckAsync(() => api.SendAsync("GET", $"/dev/proxy?target={target}", ""), isReused);
    }

    [Theory]
    [InlineData("proxy")]
    [InlineData("mapped")]
    public async Task Nobody_at_the_address_and_no_such_name(string integration)
    {
        await api.ExpectAsync(
            "GET", $"/dev/{integration}?target=127.0.0.1:{ClosedPort().ToString(CultureInfo.InvariantCulture)}", "", Outcome.Network("network error"));
        foreach (var nowhere in new[] { "no-such-host.invalid", "127.0.0.1:22", "127.0.0.1:99999", "%00", "a%20b", "user@127.0.0.1" })
        {
            await api.ExpectAsync(
                "GET", $"/dev/{integration}?target={nowhere}", "", Outcome.Configuration with { Detail = "Invalid endpoint address" });
        }
    }

    [Theory] // §5.9: insecureSkipVerification skips issuer trust only
    [InlineData("good", "tls", "PKIX path building failed")]
    [InlineData("good", "skipping", null)]
    [InlineData("expired", "tls", "PKIX path building failed")]
    [InlineData("expired", "skipping", "PKIX path building failed")]
    [InlineData("future", "skipping", "PKIX path building failed")]
    [InlineData("other-host", "tls", "Host name does not match the certificate subject")]
    [InlineData("other-host", "skipping", "Host name does not match the certificate subject")]
    public async Task A_certificate_that_cannot_be_trusted_is_a_configuration_error(string certificate, string integration, string? detail)
    {
        using var made = Certificates.Make(certificate);
        using var backend = new FaultyBackend(
            static connection => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), made);

        await api.ExpectAsync(
            "GET", $"/dev/{integration}?target=localhost:{backend.Port.ToString(CultureInfo.InvariantCulture)}", "",
            detail is null ? Outcome.Ok("ok") : Outcome.Configuration with { Detail = detail });
    }

    [Fact]
    public async Task A_backend_that_speaks_no_TLS_is_a_network_error()
    {
        using var backend = new FaultyBackend(static connection => connection.SendAsync("HTTP/1.1 200 OK\r\n\r\n"));

        await api.ExpectAsync(
            "GET", $"/dev/skipping?target=localhost:{backend.Port.ToString(CultureInfo.InvariantCulture)}", "", Outcome.Network("network error")
                with { Status = 504, Type = null, Detail = null, Text = null });
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
