using Gatehouse.Conformance.Harness;
using Gatehouse.Conformance.Hostile;

namespace Gatehouse.Conformance.HttpApis;

/// <summary>A server of its own for the hostile requests to an HTTP API: what they break breaks no other test.</summary>
public sealed class HttpHostileApi : IAsyncLifetime
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
                RepositoryRoot.Combine("tests", "Gatehouse.Conformance", "HttpApis", "hostile.yaml")))
            .Replace("{{port}}", _backend.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        _apiId = await _server.DeployHttpAsync(definition, "dev");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _backend?.Dispose();
    }

    internal string Fill(string text) => text
        .Replace("{{api}}", _apiId, StringComparison.Ordinal)
        .Replace("{{host}}", $"{_apiId}.execute-api.localhost:{Server.Port}", StringComparison.Ordinal);
}
