using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Gatehouse.Tests.Execution.Http;

/// <summary>HTTP/2 to clients, HTTP/1.1 to backends, and always reported as HTTP/1.1: http-api §6.1.</summary>
public sealed class Http2Tests
{
    [Fact]
    public async Task A_call_over_HTTP_2_is_served_and_reported_as_HTTP_1_1()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api
            .Function("POST /f").Proxy("POST /p", url));
        fixture.Functions.Returns("{\"statusCode\":200,\"headers\":{\"X-Mine\":\"1\",\"Connection\":\"close\"},\"body\":\"ok\"}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static options =>
            options.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2));
        await using var server = builder.Build();
        server.Run(context => fixture.Harness.Plane.TryHandle(context, out var handling)
            ? handling.AsTask()
            : Task.FromResult(context.Response.StatusCode = 599));
        await server.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };

        using var function = await SendAsync(client, fixture, "/f");
        using var proxied = await SendAsync(client, fixture, "/p");
        using var lost = await SendAsync(client, fixture, "/nowhere");

        foreach (var response in new[] { function, proxied, lost })
        {
            response.Version.ShouldBe(HttpVersion.Version20);
            response.Headers.Contains("apigw-requestid").ShouldBeTrue();
            response.Headers.Contains("Connection").ShouldBeFalse(); // RFC 9113 §8.2.2
        }

        (await function.Content.ReadAsStringAsync()).ShouldBe("ok");
        (await proxied.Content.ReadAsStringAsync()).ShouldBe("backend");
        fixture.Event["requestContext"]!["http"]!["protocol"]!.GetValue<string>().ShouldBe("HTTP/1.1");
        fixture.Event["headers"]!["x-mixed-case"]!.GetValue<string>().ShouldBe("v");
        fixture.Event["headers"]!["host"]!.GetValue<string>().ShouldBe(fixture.Harness.Host);
        fixture.Event["headers"]!.AsObject().ShouldAllBe(static header => !header.Key.StartsWith(':'));
        var seen = fixture.Backend.Requests.Single();
        (seen.Headers["x-mixed-case"], seen.Body).ShouldBe(("v", "body"));
        seen.Headers.Keys.ShouldAllBe(static name => !name.StartsWith(':'));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpApiFixture fixture, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("body"),
        };
        request.Headers.Host = fixture.Harness.Host;
        request.Headers.Add("X-Mixed-Case", "v");
        return await client.SendAsync(request);
    }
}
