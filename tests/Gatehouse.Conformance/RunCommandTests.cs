using System.Net;
using System.Text.RegularExpressions;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary><c>gatehouse run</c>: what a newcomer types first.</summary>
public sealed partial class RunCommandTests
{
    [Fact]
    public async Task Every_curl_that_it_prints_answers_as_documented()
    {
        await using var server = await ServerProcess.RunAsync(RepositoryRoot.Combine("samples", "petstore"));
        var curls = server.Output.Select(line => CurlLine().Match(line)).Where(match => match.Success)
            .Select(match => match.Value).ToList();

        curls.Count.ShouldBe(7, string.Join('\n', server.Output));
        foreach (var curl in curls)
        {
            var (code, status) = await CurlAsync(curl);
            code.ShouldBe(0, curl);
            status.ShouldBeOneOf("200", "201");
        }
    }

    [Fact]
    public async Task The_binary_answer_is_the_picture_itself()
    {
        await using var server = await ServerProcess.RunAsync(RepositoryRoot.Combine("samples", "petstore"));
        using var client = new HttpClient { BaseAddress = server.Endpoint };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_aws/execute-api/petstore/dev/badge");
        request.Headers.Add("Accept", "image/png");

        using var response = await client.SendAsync(request);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await response.Content.ReadAsByteArrayAsync())[..8].ShouldBe([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
    }

    [Fact]
    public async Task A_changed_definition_is_served_and_an_error_names_file_and_line_while_the_old_one_stays()
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-run-").FullName;
        var file = Path.Combine(folder, "openapi.yaml");
        var text = await File.ReadAllTextAsync(RepositoryRoot.Combine("samples", "hello", "openapi.yaml"));
        await File.WriteAllTextAsync(file, text);
        await using var server = await ServerProcess.RunAsync(file);
        var url = CurlUrl().Match(await server.WaitForOutputAsync("curl")).Value;
        (await GetAsync(url)).ShouldContain("Hello from Gatehouse");

        await File.WriteAllTextAsync(file, text.Replace("Hello from Gatehouse", "Changed", StringComparison.Ordinal));
        await server.WaitForOutputAsync("redeployed");
        (await GetAsync(url)).ShouldContain("Changed");

        await File.WriteAllTextAsync(file, text.Replace("type: mock", "type: nonsense", StringComparison.Ordinal));
        var error = await server.WaitForOutputAsync("openapi.yaml:");
        Position().IsMatch(error).ShouldBeTrue(error);
        (await GetAsync(url)).ShouldContain("Changed");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_changed_function_is_served()
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-fn-").FullName;
        CopyFolder(RepositoryRoot.Combine("samples", "petstore"), folder);
        await using var server = await ServerProcess.RunAsync(folder);
        var url = CurlUrl().Match(await server.WaitForOutputAsync("/orders/17")).Value;
        (await GetAsync(url)).ShouldContain("Tom");

        var source = Path.Combine(folder, "functions", "orders", "lambda_function.py");
        await File.WriteAllTextAsync(source, (await File.ReadAllTextAsync(source)).Replace("Tom", "Felix", StringComparison.Ordinal));
        await server.WaitForOutputAsync("redeployed");

        (await GetAsync(url)).ShouldContain("Felix");
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("nowhere.yaml", "nowhere.yaml")]
    [InlineData("docs", "openapi.yaml")]
    public async Task A_path_without_a_definition_is_one_clear_sentence(string path, string expected)
    {
        var (code, output) = await ServerProcess.ExecuteAsync(null, "run", path, "--port", "0");

        code.ShouldBe(1);
        output.ShouldContain(expected);
        output.ShouldNotContain("   at ");
    }

    private static async Task<string> GetAsync(string url)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Loopback(url, out var host));
        request.Headers.Host = host;
        using var response = await client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Names under .localhost are loopback by RFC 6761, but not every resolver knows: the socket goes to 127.0.0.1.</summary>
    private static Uri Loopback(string url, out string host)
    {
        var uri = new Uri(url);
        host = uri.Authority;
        return new UriBuilder(uri) { Host = "127.0.0.1" }.Uri;
    }

    private static async Task<(int Code, string Status)> CurlAsync(string command)
    {
        using var process = new System.Diagnostics.Process
        {
            StartInfo = new("bash", ["-c", command + " -s -o /dev/null -w '%{http_code}'"]) { UseShellExecute = false, RedirectStandardOutput = true },
        };
        process.Start();
        var status = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, status);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [GeneratedRegex(@"curl .*$")]
    private static partial Regex CurlLine();

    [GeneratedRegex(@"http://[^\s'""]+")]
    private static partial Regex CurlUrl();

    [GeneratedRegex(@"openapi\.yaml:\d+:\d+")]
    private static partial Regex Position();
}
