using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gatehouse.Conformance.Harness;

/// <summary>
/// The built server as its own process: <c>gatehouse VERB --port 0 --data FOLDER</c>. Stopped by its process id.
/// </summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly bool _ownsData;
    private bool _isDisposed;

    private ServerProcess(Process process, string data, bool ownsData)
    {
        _process = process;
        _ownsData = ownsData;
        DataFolder = data;
    }

    public string DataFolder { get; }

    public int Port { get; private set; }

    public Uri Endpoint => new($"http://127.0.0.1:{Port}");

    public int ProcessId => _process.Id;

    /// <summary>Standard output and error so far, a line each.</summary>
    public IReadOnlyCollection<string> Output => _output;

    public static Task<ServerProcess> ServeAsync(string? data = null, params string[] options) =>
        ServeAsync(data, new Dictionary<string, string>(), options);

    public static Task<ServerProcess> ServeAsync(
        string? data, IReadOnlyDictionary<string, string> environment, params string[] options) =>
        StartAsync(data, environment, ["serve", "--port", "0", .. options]);

    /// <summary>Serves a project, and waits until it has been deployed.</summary>
    public static async Task<ServerProcess> RunAsync(string path, params string[] options)
    {
        var server = await StartAsync(null, new Dictionary<string, string>(), ["run", path, "--port", "0", .. options]);
        await server.WaitForOutputAsync("watching");
        return server;
    }

    /// <summary>Runs a verb to its end and returns its exit code and everything it printed.</summary>
    public static async Task<(int ExitCode, string Output)> ExecuteAsync(
        IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = new Process { StartInfo = StartInfo(arguments) };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            process.StartInfo.Environment[name] = value;
        }

        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static async Task<ServerProcess> StartAsync(
        string? data, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var ownsData = data is null;
        data ??= Directory.CreateTempSubdirectory("gatehouse-test-").FullName;
        var process = new Process { StartInfo = StartInfo([.. arguments, "--data", data]) };
        foreach (var (name, value) in environment)
        {
            process.StartInfo.Environment[name] = value;
        }

        var server = new ServerProcess(process, data, ownsData);
        var ready = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetException(
            new InvalidOperationException("The server ended before it was ready:\n" + string.Join('\n', server._output)));
        DataReceivedEventHandler read = (_, line) =>
        {
            if (line.Data is not { } text)
            {
                return;
            }

            server._output.Enqueue(text);
            if (ReadyLine().Match(text) is { Success: true } match)
            {
                ready.TrySetResult(int.Parse(match.Groups[1].Value));
            }
        };
        process.OutputDataReceived += read;
        process.ErrorDataReceived += read;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            server.Port = await ready.Task.WaitAsync(StartLimit);
            return server;
        }
        catch
        {
            process.Kill(); // a server that never became ready must not outlive the test
            throw;
        }
    }

    /// <summary>Waits until a line of the output contains the text, from the given line number on.</summary>
    public async Task<string> WaitForOutputAsync(string text, int fromLine = 0)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            if (_output.Skip(fromLine).FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } line)
            {
                return line;
            }

            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"'{text}' was not printed:\n{string.Join('\n', _output)}");
            }

            await Task.Delay(5);
        }
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends SIGTERM and returns the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            await TerminateAsync();
        }

        _process.Dispose();
        if (_ownsData)
        {
            Directory.Delete(DataFolder, recursive: true);
        }
    }

    /// <summary>Calls the control plane as an SDK does, with a well-formed signature that loopback trust accepts.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseMessage Response)> ControlAsync(
        HttpMethod method, string path, string? body = null, string service = "apigateway")
    {
        using var client = new HttpClient { BaseAddress = Endpoint };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", Authorization(service));
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        JsonNode? json;
        try
        {
            json = text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            json = JsonValue.Create(text);
        }

        return (response.StatusCode, json, response);
    }

    /// <summary>Imports a definition, deploys it to the stage, and returns the API's id.</summary>
    public async Task<string> DeployAsync(string definition, string stage)
    {
        var (status, api, _) = await ControlAsync(HttpMethod.Post, "/restapis?mode=import", definition);
        if (status != HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"The import was refused: {api?.ToJsonString()}");
        }

        var id = api!["id"]!.GetValue<string>();
        var (deployed, error, _) = await ControlAsync(
            HttpMethod.Post, $"/restapis/{id}/deployments", $$"""{"stageName":"{{stage}}"}""");
        return deployed == HttpStatusCode.Created
            ? id
            : throw new InvalidOperationException($"The deployment was refused: {error?.ToJsonString()}");
    }

    public static string Authorization(string service) =>
        $"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, "
        + "SignedHeaders=host;x-amz-date, Signature=" + new string('0', 64);

    private static ProcessStartInfo StartInfo(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = RepositoryRoot.Path,
        };
        start.ArgumentList.Add(RepositoryRoot.Combine("artifacts", "bin", "Gatehouse.Server", "release", "gatehouse.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    [GeneratedRegex(@"ready at http://[a-z0-9.]+:(\d+)")]
    private static partial Regex ReadyLine();
}
