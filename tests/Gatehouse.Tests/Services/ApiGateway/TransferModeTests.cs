using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary><c>responseTransferMode</c> of integrations (rest-control-plane §2.6, rest-execution §5.14).</summary>
public sealed class TransferModeTests
{
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:f";
    private const string Plain = $"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{Function}/invocations";
    private const string Streaming = $"arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/{Function}/response-streaming-invocations";

    private readonly ControlPlaneHarness _plane = new();

    [Theory]
    [InlineData("AWS_PROXY", Streaming)]
    [InlineData("AWS_PROXY", "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/${stageVariables.f}")]
    [InlineData("HTTP_PROXY", "http://x")]
    public async Task A_stream_lasts_five_minutes_unless_it_says_otherwise_and_fifteen_at_most(string type, string uri)
    {
        var (_, path) = await IntegrationAsync();

        var put = await _plane.CallAsync("PUT", path, Body(type, uri, ""));
        (put.String("responseTransferMode"), put.Json["timeoutInMillis"]!.GetValue<int>()).ShouldBe(("STREAM", 300_000));

        (await _plane.CallAsync("PUT", path, Body(type, uri, ",\"timeoutInMillis\":900000"))).Status.ShouldBe(201);
        (await _plane.CallAsync("PUT", path, Body(type, uri, ",\"timeoutInMillis\":900001")))
            .ShouldRefuse(400, "BadRequestException", "Timeout should be between 50 ms and 900000 ms");
    }

    [Theory]
    [InlineData("AWS_PROXY", Plain, "requires the URI of a Lambda function")]
    [InlineData("AWS_PROXY", "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/f/invocations", "requires the URI")]
    [InlineData("HTTP", "http://x", "only supported for HTTP_PROXY and AWS_PROXY")]
    [InlineData("AWS", Streaming, "only supported for HTTP_PROXY and AWS_PROXY")]
    public async Task What_cannot_stream_is_refused(string type, string uri, string message)
    {
        var (_, path) = await IntegrationAsync();

        var put = await _plane.CallAsync("PUT", path, Body(type, uri, ""));

        put.Status.ShouldBe(400);
        put.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_switch_drops_the_other_modes_timeout_and_keeps_one_that_is_patched_behind_it()
    {
        var (_, path) = await IntegrationAsync();
        await _plane.CallAsync("PUT", path, Body("HTTP_PROXY", "http://x", ",\"timeoutInMillis\":5000").Replace("STREAM", "BUFFERED"));

        (await PatchAsync(("replace", "/responseTransferMode", "BUFFERED"))).ShouldBe(5_000);
        (await PatchAsync(("replace", "/responseTransferMode", "STREAM"))).ShouldBe(300_000);
        (await PatchAsync(("replace", "/responseTransferMode", "BUFFERED"))).ShouldBe(29_000);
        (await PatchAsync(("replace", "/responseTransferMode", "STREAM"), ("replace", "/timeoutInMillis", "60000"))).ShouldBe(60_000);

        async Task<int> PatchAsync(params (string Op, string Path, string? Value)[] operations) =>
            (await _plane.PatchAsync(path, operations)).Json["timeoutInMillis"]!.GetValue<int>();
    }

    [Fact]
    public async Task Address_and_mode_may_change_in_one_patch_and_the_address_alone_first()
    {
        var (_, path) = await IntegrationAsync();
        await _plane.CallAsync("PUT", path, Body("AWS_PROXY", Plain, "").Replace("STREAM", "BUFFERED"));

        (await _plane.PatchAsync(path, ("replace", "/responseTransferMode", "STREAM"))).Status.ShouldBe(400);
        (await _plane.PatchAsync(path, ("replace", "/uri", Streaming))).Status.ShouldBe(200);
        (await _plane.PatchAsync(path, ("replace", "/responseTransferMode", "STREAM"))).Status.ShouldBe(200);
    }

    private async Task<(string Api, string Path)> IntegrationAsync()
    {
        var (api, root) = await _plane.CreateMockApiAsync();
        return (api, $"/restapis/{api}/resources/{root}/methods/GET/integration");
    }

    private static string Body(string type, string uri, string more) =>
        $$"""{"type":"{{type}}","httpMethod":"POST","uri":"{{uri}}","responseTransferMode":"STREAM"{{more}}}""";
}
