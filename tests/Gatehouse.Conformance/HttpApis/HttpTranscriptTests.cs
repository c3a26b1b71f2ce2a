using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance.HttpApis;

/// <summary>One server for the transcripts of HTTP APIs: it serves <c>golden/http-api/api.yaml</c> at <c>$default</c> and <c>dev</c>.</summary>
public sealed class ServedHttpApi : IAsyncLifetime
{
    private ServerProcess? _server;
    private ScriptedBackend? _backend;
    private string _apiId = "";

    internal ServerProcess Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _backend = new ScriptedBackend();
        _server = await ServerProcess.ServeAsync();
        var definition = (await File.ReadAllTextAsync(HttpTranscriptTests.FileOf("api.yaml")))
            .Replace("{{backend}}", $"127.0.0.1:{_backend.Port}", StringComparison.Ordinal);
        _apiId = await _server.DeployHttpAsync(definition, "$default", "dev");
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

/// <summary>Every file of <c>golden/http-api/</c>, byte for byte over a socket.</summary>
public sealed class HttpTranscriptTests(ServedHttpApi served) : IClassFixture<ServedHttpApi>
{
    public static TheoryData<string> Names() =>
    [
        .. Directory.EnumerateFiles(FileOf(""), "*.http").Select(static path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_server_answers_as_the_transcript_says(string name)
    {
        var transcript = Transcript.Load(FileOf(name + ".http"));
        using var connection = await RawConnection.OpenAsync(served.Server.Port);
        await connection.SendAsync(served.Fill(transcript.Request));

        var response = await connection.ReadAsync(
            hasBody: !transcript.Request.StartsWith("HEAD ", StringComparison.Ordinal));

        response.ShouldNotBeNull();
        transcript.Differences(response, served.Fill).ShouldBeEmpty($"source: {transcript.Source}");
    }

    internal static string FileOf(string name) =>
        RepositoryRoot.Combine("tests", "Gatehouse.Conformance", "golden", "http-api", name);
}
