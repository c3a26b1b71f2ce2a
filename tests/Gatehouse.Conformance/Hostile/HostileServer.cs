using Gatehouse.Conformance.Harness;

namespace Gatehouse.Conformance.Hostile;

/// <summary>A server of its own for the hostile requests: what they break breaks no other test.</summary>
/// <param name="folder">Below the project: where <c>hostile.yaml</c> stands.</param>
public abstract class HostileServer(string folder) : IAsyncLifetime
{
    private ServerProcess? _server;
    private RecordingBackend? _backend;
    private string _apiId = "";

    internal ServerProcess Server => _server!;

    internal RecordingBackend Backend => _backend!;

    public async ValueTask InitializeAsync()
    {
        _backend = new RecordingBackend();
        _server = await ServerProcess.ServeAsync();
        var definition = (await File.ReadAllTextAsync(
                RepositoryRoot.Combine("tests", "Gatehouse.Conformance", folder, "hostile.yaml")))
            .Replace("{{port}}", _backend.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        _apiId = await DeployAsync(_server, definition);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _backend?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <returns>The id of the API, served at the stage dev.</returns>
    private protected abstract Task<string> DeployAsync(ServerProcess server, string definition);

    internal string Fill(string text) => text
        .Replace("{{api}}", _apiId, StringComparison.Ordinal)
        .Replace("{{host}}", $"{_apiId}.execute-api.localhost:{Server.Port}", StringComparison.Ordinal);
}
