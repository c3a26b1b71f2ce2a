using System.IO.Pipelines;
using System.Text;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

/// <summary>What most tests of the client do: a request by one line, the answer's body as text.</summary>
internal static class UpstreamFixture
{
    /// <summary>Far more than any test needs; the clock of most tests stands still anyway.</summary>
    public static readonly TimeSpan Plenty = TimeSpan.FromSeconds(29);

    public static UpstreamClient Client(TimeProvider? time = null, UpstreamOptions? options = null) =>
        new(options ?? new UpstreamOptions(), time ?? new ManualTime(), NullLogger.Instance);

    public static async Task<UpstreamExchange> GetAsync(
        this UpstreamClient client, UpstreamTarget target, string path = "/", string method = "GET")
    {
        using var request = UpstreamRequest.Rent();
        request.Start(method, path).ShouldBeTrue();
        return await client.SendAsync(target, request, Plenty, TestContext.Current.CancellationToken);
    }

    public static async Task<UpstreamExchange> PostAsync(this UpstreamClient client, UpstreamTarget target, string body)
    {
        using var request = UpstreamRequest.Rent();
        request.Start("POST", "/").ShouldBeTrue();
        request.SetBody(Encoding.Latin1.GetBytes(body));
        return await client.SendAsync(target, request, Plenty, TestContext.Current.CancellationToken);
    }

    public static async Task<string> TextAsync(this UpstreamExchange exchange)
    {
        var body = await exchange.ReadBodyAsync(int.MaxValue, TestContext.Current.CancellationToken);
        body.Fault.ShouldBe(UpstreamFault.None);
        return Encoding.Latin1.GetString(body.Bytes.Span);
    }

    /// <summary>The body by the copying way.</summary>
    public static async Task<(UpstreamFault Fault, string Text)> CopyAsync(this UpstreamExchange exchange)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var fault = await exchange.CopyBodyToAsync(pipe.Writer, TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        using var text = new MemoryStream();
        await pipe.Reader.CopyToAsync(text, TestContext.Current.CancellationToken);
        return (fault, Encoding.Latin1.GetString(text.ToArray()));
    }

    public static string? Header(this UpstreamExchange exchange, string name) =>
        exchange.Headers.TryGet(name, out var value) ? Encoding.Latin1.GetString(value) : null;

    /// <summary>Waits for what another thread is about to do; the test's own timeout is the only clock.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
