using System.Text;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary><c>gatehouse run samples/http-api</c>: a definition of an HTTP API, from the file to its answers.</summary>
public sealed class HttpApiSampleTests
{
    [Fact]
    public async Task The_sample_keeps_notes_answers_browsers_and_proxies()
    {
        await using var server = await ServerProcess.RunAsync(RepositoryRoot.Combine("samples", "http-api"));
        var curl = await server.WaitForOutputAsync("/notes");
        curl.ShouldNotContain("/dev/");

        (await CallAsync(server, HttpMethod.Get, "/notes")).Body.ShouldBe("""[{"id":1,"text":"water the plants"}]""");
        var added = await CallAsync(server, HttpMethod.Post, "/notes", """{"text":"buy milk"}""");
        (added.Status, added.Body).ShouldBe((201, """{"id":2,"text":"buy milk"}"""));
        (await CallAsync(server, HttpMethod.Delete, "/notes/1")).Status.ShouldBe(204);
        (await CallAsync(server, HttpMethod.Get, "/notes")).Body.ShouldBe("""[{"id":2,"text":"buy milk"}]""");
        var missing = await CallAsync(server, HttpMethod.Get, "/nowhere");
        (missing.Status, missing.Body).ShouldBe((404, "There is no GET /nowhere here. Try GET /notes."));
        missing.Header("set-cookie").ShouldBe("seen=1; Path=/");
        var health = await CallAsync(server, HttpMethod.Get, "/health");
        (health.Status, health.Header("x-served-by")).ShouldBe((200, "notes"));
        var preflight = await CallAsync(
            server, HttpMethod.Options, "/notes", null, ("Origin", "https://a.example"), ("Access-Control-Request-Method", "POST"));
        (preflight.Status, preflight.Header("access-control-allow-origin")).ShouldBe((204, "*"));
    }

    private static async Task<Answer> CallAsync(
        ServerProcess server, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = server.Endpoint };
        using var request = new HttpRequestMessage(method, path) { Headers = { Host = "httpapi.execute-api.localhost" } };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    private sealed record Answer(int Status, string Body, Dictionary<string, string> Headers)
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}
