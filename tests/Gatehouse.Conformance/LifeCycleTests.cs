using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>Start, stop, kill and restart of the whole server, and what it tells its operator.</summary>
public sealed class LifeCycleTests
{
    private const string Definition = """
        {"openapi":"3.0.1","info":{"title":"kept","version":"1"},"paths":{"/":{"get":{
          "responses":{"200":{"description":"ok"}},
          "x-amazon-apigateway-integration":{"type":"mock","requestTemplates":{"application/json":"{\"statusCode\": 200}"},
            "responses":{"default":{"statusCode":"200","responseTemplates":{"application/json":"\"kept\""}}}}}}}}
        """;

    [Fact]
    public async Task Everything_created_is_there_and_served_after_a_kill()
    {
        var data = Directory.CreateTempSubdirectory("gatehouse-kept-").FullName;
        string api;
        await using (var first = await ServerProcess.ServeAsync(data))
        {
            api = await first.DeployAsync(Definition, "dev");
            first.Kill();
        }

        await using (var second = await ServerProcess.ServeAsync(data))
        {
            using var client = new HttpClient { BaseAddress = second.Endpoint };
            (await client.GetStringAsync(new Uri($"/_aws/execute-api/{api}/dev/", UriKind.Relative))).ShouldBe("\"kept\"");
            (await second.TerminateAsync()).ShouldBe(0);
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Health_and_version_answer()
    {
        await using var server = await ServerProcess.ServeAsync();
        using var client = new HttpClient { BaseAddress = server.Endpoint };

        (await client.GetStringAsync(new Uri("/_gatehouse/health", UriKind.Relative))).ShouldBe("""{"status":"ready"}""");
        (await client.GetStringAsync(new Uri("/_gatehouse/version", UriKind.Relative))).ShouldContain("\"product\":\"Gatehouse\"");
    }

    [Fact]
    public async Task A_taken_port_is_one_clear_sentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var data = Directory.CreateTempSubdirectory("gatehouse-port-").FullName;

        var (code, output) = await ServerProcess.ExecuteAsync(null, "serve", "--port", $"{port}", "--data", data);

        code.ShouldBe(1);
        output.ShouldContain($"Port {port}");
        output.ShouldContain("--port");
        output.ShouldNotContain("   at ");
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_data_folder_in_use_is_one_clear_sentence()
    {
        await using var server = await ServerProcess.ServeAsync();

        var (code, output) = await ServerProcess.ExecuteAsync(
            null, "serve", "--port", "0", "--data", server.DataFolder);

        code.ShouldBe(1);
        output.ShouldContain(server.DataFolder);
        output.ShouldNotContain("   at ");
    }

    /// <summary>Design, "Trust": beyond loopback the control plane needs root credentials, or an explicit risk.</summary>
    [Fact]
    public async Task It_refuses_to_listen_beyond_loopback_without_root_credentials()
    {
        var data = Directory.CreateTempSubdirectory("gatehouse-trust-").FullName;

        var (code, output) = await ServerProcess.ExecuteAsync(
            null, "serve", "--address", "0.0.0.0", "--port", "0", "--data", data);

        code.ShouldBe(1);
        output.ShouldContain("GATEHOUSE_ROOT_ACCESS_KEY_ID");
        output.ShouldContain("--insecure");
        Directory.Delete(data, recursive: true);
    }

    /// <summary>Design, "Trust": with root credentials every call is verified; a wrong secret is told so in AWS's words.</summary>
    [Fact]
    public async Task Beyond_loopback_only_signatures_of_the_root_credentials_are_believed()
    {
        var environment = new Dictionary<string, string>
        {
            ["GATEHOUSE_ROOT_ACCESS_KEY_ID"] = "AKIDROOT",
            ["GATEHOUSE_ROOT_SECRET_ACCESS_KEY"] = "a secret of the operator",
        };
        await using var server = await ServerProcess.ServeAsync(null, environment, "--address", "0.0.0.0");

        (await AwsCliAsync(server, "AKIDROOT", "a secret of the operator")).ShouldContain("\"items\"");
        (await AwsCliAsync(server, "AKIDROOT", "another secret")).ShouldContain("InvalidSignatureException");
        (await AwsCliAsync(server, "test", "test")).ShouldContain("UnrecognizedClientException");
        var (status, _, _) = await server.ControlAsync(HttpMethod.Get, "/restapis");
        status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<string> AwsCliAsync(ServerProcess server, string accessKey, string secret)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(
                "aws", ["--endpoint-url", server.Endpoint.ToString().TrimEnd('/'), "--output", "json", "apigateway", "get-rest-apis"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.StartInfo.Environment["AWS_ACCESS_KEY_ID"] = accessKey;
        process.StartInfo.Environment["AWS_SECRET_ACCESS_KEY"] = secret;
        process.StartInfo.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return await output + error;
    }

    [Fact]
    public async Task Doctor_checks_the_machine_and_ends_with_zero()
    {
        var data = Directory.CreateTempSubdirectory("gatehouse-doctor-").FullName;

        var (code, output) = await ServerProcess.ExecuteAsync(null, "doctor", "--port", "0", "--data", data);

        output.ShouldContain("nodejs");
        output.ShouldContain("python3");
        output.ShouldContain("store");
        code.ShouldBe(0, output);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_wrong_word_on_the_command_line_names_the_right_ones()
    {
        var (code, output) = await ServerProcess.ExecuteAsync(null, "server");

        code.ShouldNotBe(0);
        output.ShouldContain("serve");
    }

    [Fact]
    public async Task The_TLS_listener_speaks_http_2()
    {
        await using var server = await ServerProcess.ServeAsync(null, "--tls-port", "0");
        var line = await server.WaitForOutputAsync("https://");
        var port = int.Parse(new Uri(line[line.IndexOf("https://", StringComparison.Ordinal)..].Split(' ')[0]).Port.ToString());
        var api = await server.DeployAsync(Definition, "dev");
        using var handler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject.Contains("localhost") },
        };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://localhost:{port}/_aws/execute-api/{api}/dev/")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await client.SendAsync(request);

        response.Version.ShouldBe(HttpVersion.Version20);
        (await response.Content.ReadAsStringAsync()).ShouldBe("\"kept\"");
    }

    [Fact]
    public async Task A_stop_leaves_no_process_behind()
    {
        await using var server = await ServerProcess.RunAsync(RepositoryRoot.Combine("samples", "petstore"));
        using var client = new HttpClient { BaseAddress = server.Endpoint };
        (await client.GetStringAsync(new Uri("/_aws/execute-api/petstore/dev/pets", UriKind.Relative))).ShouldContain("Tom");
        var children = Children(server.ProcessId);
        children.ShouldNotBeEmpty();

        (await server.TerminateAsync()).ShouldBe(0);

        await GoneAsync(children);
    }

    [Fact]
    public async Task A_kill_leaves_no_function_behind()
    {
        await using var server = await ServerProcess.RunAsync(RepositoryRoot.Combine("samples", "petstore"));
        using var client = new HttpClient { BaseAddress = server.Endpoint };
        await client.GetStringAsync(new Uri("/_aws/execute-api/petstore/dev/pets", UriKind.Relative));
        await client.GetStringAsync(new Uri("/_aws/execute-api/petstore/dev/orders/1", UriKind.Relative));
        var children = Children(server.ProcessId);
        children.ShouldNotBeEmpty();

        server.Kill();

        await GoneAsync(children);
    }

    /// <summary>The last to go is the one that looks after the others: it ends when the server's pipe closes.</summary>
    private static async Task GoneAsync(List<int> processes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (processes.Exists(process => Directory.Exists($"/proc/{process}")))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(20, limit.Token);
        }
    }

    private static List<int> Children(int parent) =>
        [.. Directory.EnumerateDirectories($"/proc/{parent}/task")
            .Select(static thread => Path.Combine(thread, "children"))
            .Where(File.Exists)
            .SelectMany(File.ReadAllLines)
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(int.Parse)];
}
