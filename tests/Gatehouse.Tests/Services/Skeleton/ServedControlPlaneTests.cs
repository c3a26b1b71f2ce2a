using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Gatehouse.Tests.Services.Skeleton;

/// <summary>The control plane behind Kestrel with inline scheduling, as the server runs it.</summary>
public sealed class ServedControlPlaneTests : IAsyncLifetime
{
    private readonly ControlPlaneHarness _plane = new();
    private WebApplication? _server;
    private Uri? _address;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(_plane.Plane.HandleAsync);
        await _server.StartAsync();
        _address = new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();

    [Fact]
    public async Task A_signed_call_goes_in_and_its_answer_comes_out()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/restapis", new StringContent("""{"name":"pets"}"""));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.GetValues("x-amzn-RequestId").Single().Length.ShouldBe(36);
        answer.Content.Headers.ContentLength.ShouldNotBeNull();
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
    }

    [Fact]
    public async Task A_chunked_body_is_read_and_one_without_end_is_refused_at_the_limit()
    {
        using var small = await SendAsync(HttpMethod.Post, "/restapis", new ChunkedContent("""{"name":"pets"}"""u8.ToArray(), 1));
        using var large = await SendAsync(HttpMethod.Post, "/restapis", new ChunkedContent(new byte[64 * 1024], 200));

        small.StatusCode.ShouldBe(HttpStatusCode.Created);
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_delete_answers_an_empty_body_with_its_length_and_204_without_one()
    {
        using var created = await SendAsync(HttpMethod.Post, "/restapis", new StringContent("""{"name":"x","tags":{"_custom_id_":"gone"}}"""));
        using var tagged = await SendAsync(
            HttpMethod.Put, "/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2Fgone", new StringContent("""{"tags":{"a":"b"}}"""));
        using var deleted = await SendAsync(HttpMethod.Delete, "/restapis/gone", null);

        tagged.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        deleted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        deleted.Content.Headers.ContentLength.ShouldBe(0);
    }

    [Fact]
    public async Task A_caller_that_goes_away_in_the_middle_of_its_body_leaves_nothing()
    {
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, _address!.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                "POST /restapis HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
                + $"Authorization: {ControlPlaneHarness.Authorization()}\r\nX-Amz-Date: 20260101T000000Z\r\n\r\n{{\"name\""));
        }

        using var answer = await SendAsync(HttpMethod.Get, "/restapis", null);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"item":[]}""");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var client = new HttpClient { BaseAddress = _address };
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", ControlPlaneHarness.Authorization());
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        return await client.SendAsync(request);
    }

    private sealed class ChunkedContent(byte[] chunk, int count) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var number = 0; number < count; number++)
            {
                try
                {
                    await stream.WriteAsync(chunk);
                }
                catch (IOException)
                {
                    return; // Refused before the end.
                }
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
