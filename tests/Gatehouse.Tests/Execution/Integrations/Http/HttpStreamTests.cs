using System.Net.Sockets;
using System.Text;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Throttling;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http;

/// <summary>HTTP_PROXY with <c>responseTransferMode: STREAM</c> (rest-execution §5.14, §8.3).</summary>
public sealed class HttpStreamTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(7L)] // also where the backend announces a length, and a short one
    public async Task The_first_piece_is_out_before_the_backend_goes_on(long? length)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var backend = await BackendServer.StartAsync(async context =>
        {
            context.Response.ContentLength = length;
            await context.Response.WriteAsync("one,");
            await context.Response.Body.FlushAsync();
            await go.Task;
            await context.Response.WriteAsync("two");
        });
        await using var harness = await StartAsync(backend.Url);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", harness.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"GET /prod/x HTTP/1.1\r\nHost: {harness.Host}\r\nConnection: close\r\n\r\n"));

        var text = "";
        var bytes = new byte[4096];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!text.Contains("one,", StringComparison.Ordinal))
        {
            text += Encoding.Latin1.GetString(bytes, 0, await stream.ReadAsync(bytes, limit.Token));
        }

        text.ShouldNotContain("two");
        text.ShouldContain(length is null ? "Transfer-Encoding: chunked\r\n" : "Content-Length: 7\r\n");
        go.SetResult();
        using var rest = new StreamReader(stream);
        (await rest.ReadToEndAsync(limit.Token)).ShouldContain("two");
    }

    [Fact]
    public async Task Nothing_is_converted()
    {
        await using var backend = await BackendServer.StartAsync(static async context =>
        {
            context.Response.ContentType = "image/png";
            await context.Response.Body.WriteAsync(new byte[] { 0xFF, 0x00, 0x41 });
        });
        await using var harness = await StartAsync(backend.Url, binaryType: "text/plain");

        var response = await harness.GetAsync("/prod/x", ("Accept", "text/plain"));

        (await response.Content.ReadAsByteArrayAsync()).ShouldBe([0xFF, 0x00, 0x41]);
    }

    [Fact]
    public async Task The_access_log_tells_the_times_of_head_first_content_and_end() // §5.14, access log
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var backend = await BackendServer.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            await go.Task;
            await context.Response.WriteAsync("content");
        });
        var clock = new SteppedClock();
        await using var harness = await StartAsync(backend.Url, clock: clock);

        using var head = await harness.OpenAsync("/prod/x");
        clock.Advance(TimeSpan.FromSeconds(3));
        go.SetResult();
        (await head.Content.ReadAsStringAsync()).ShouldBe("content");

        var record = await harness.Records.NextAsync();
        record.AccessLog!.Text.ShouldBe("STREAMED 0 3000 3000");
    }

    private static Task<ExecutionHarness> StartAsync(
        string backend, string? binaryType = null, TimeProvider? clock = null)
    {
        var api = new ApiBuilder().Method("/x", "GET", new IntegrationDocument
        {
            Type = "HTTP_PROXY", HttpMethod = "GET", Uri = backend, ResponseTransferMode = "STREAM",
        });
        if (binaryType is not null)
        {
            api.Api = api.Api with { BinaryMediaTypes = [binaryType] };
        }

        return ExecutionHarness.StartAsync(
            api,
            static stage => stage with
            {
                AccessLogSettings = new AccessLogSettings
                {
                    DestinationArn = "arn:aws:logs:us-east-1:000000000000:log-group:g",
                    Format = "$context.integration.responseTransferMode $context.integration.timeToAllHeaders "
                        + "$context.integration.timeToFirstContent $context.integration.latency",
                },
            },
            dependencies => dependencies with { Time = clock ?? dependencies.Time });
    }
}
