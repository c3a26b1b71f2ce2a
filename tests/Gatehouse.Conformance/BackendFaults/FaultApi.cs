using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance.BackendFaults;

/// <summary>A server whose methods call the backend that the query names; its log is read.</summary>
public sealed class FaultApi : IAsyncLifetime
{
    private ServerProcess? _server;
    private string _host = "";

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.ServeAsync(null, "--verbose");
        var definition = await File.ReadAllTextAsync(
            RepositoryRoot.Combine("tests", "Gatehouse.Conformance", "BackendFaults", "faults.yaml"));
        var id = await _server.DeployAsync(definition, "dev");
        _host = $"{id}.execute-api.localhost:{_server.Port}";
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
        using var connection = await RawConnection.OpenAsync(_server!.Port);
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

    internal async Task ExpectAsync(string verb, string target, string body, Outcome expected)
    {
        var response = await SendAsync(verb, target, body);

        response.Status.ShouldBe(expected.Status, response.Text);
        if (expected.Text is not null)
        {
            response.Text.ShouldBe(expected.Text);
        }

        if (expected.Type is not null)
        {
            response.Header("X-Type").ShouldBe(expected.Type);
        }

        if (expected.Detail is not null)
        {
            var line = await _server!.WaitForOutputAsync($"Request {response.Header("x-amzn-RequestId")} answered with");
            line.ShouldContain(expected.Detail);
        }
    }
}
