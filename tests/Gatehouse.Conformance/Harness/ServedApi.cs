using System.Net;
using System.Net.Sockets;
using Gatehouse.Conformance.Harness;

[assembly: AssemblyFixture(typeof(ServedApi))]

namespace Gatehouse.Conformance.Harness;

/// <summary>One server for all tests that only read: it serves the API of <c>golden/api.yaml</c> at stage <c>dev</c>.</summary>
public sealed class ServedApi : IAsyncLifetime
{
    private ServerProcess? _server;
    private ScriptedBackend? _backend;

    internal ServerProcess Server => _server!;

    internal ScriptedBackend Backend => _backend!;

    internal string ApiId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _backend = new ScriptedBackend();
        _server = await ServerProcess.ServeAsync();
        var definition = (await File.ReadAllTextAsync(
                RepositoryRoot.Combine("tests", "Gatehouse.Conformance", "golden", "api.yaml")))
            .Replace("{{backend}}", $"127.0.0.1:{_backend.Port}", StringComparison.Ordinal)
            .Replace("{{closed}}", $"127.0.0.1:{ClosedPort()}", StringComparison.Ordinal);
        ApiId = await _server.DeployAsync(definition, "dev");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _backend?.Dispose();
    }

    /// <summary>A port that was free a moment ago and that nobody listens on.</summary>
    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal string Fill(string text) => text
        .Replace("{{api}}", ApiId, StringComparison.Ordinal)
        .Replace("{{host}}", $"{ApiId}.execute-api.localhost:{Server.Port}", StringComparison.Ordinal);
}
