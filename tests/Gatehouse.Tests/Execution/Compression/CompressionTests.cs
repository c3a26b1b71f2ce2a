using System.IO.Compression;
using System.Net;
using System.Text;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Integrations.Http;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Compression;

/// <summary>rest-execution §8.4: answers compressed by the API's minimum, requests decoded whatever it is.</summary>
public sealed class CompressionTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task An_answer_of_the_minimum_size_is_compressed_for_a_client_that_asks(string coding)
    {
        var body = new string('x', 1_000);
        await using var harness = await ExecutionHarness.StartAsync(Api(1_000).Mock("/x", "GET", body));

        var response = await harness.GetAsync("/prod/x", ("Accept-Encoding", coding));

        response.Content.Headers.ContentEncoding.ShouldBe([coding]);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        response.Content.Headers.ContentLength.ShouldBe(bytes.Length);
        bytes.Length.ShouldBeLessThan(100);
        Unpack(bytes, coding).ShouldBe(body);
        response.Headers.Contains("Vary").ShouldBeFalse(); // §1.6
    }

    [Theory]
    [InlineData(null, 10, "no header")]
    [InlineData("identity", 10, "identity")]
    [InlineData("br", 10, "an unknown coding")]
    [InlineData("gzip", 1_001, "a minimum above the size")]
    [InlineData("gzip", null, "no minimum")]
    public async Task An_answer_stays_plain_otherwise(string? accepted, int? minimum, string reason)
    {
        await using var harness = await ExecutionHarness.StartAsync(Api(minimum).Mock("/x", "GET", new string('x', 1_000)));

        var response = await harness.GetAsync("/prod/x", accepted is null ? [] : [("Accept-Encoding", accepted)]);

        response.Content.Headers.ContentEncoding.ShouldBeEmpty(reason);
        (await response.Content.ReadAsStringAsync()).Length.ShouldBe(1_000, reason);
    }

    [Fact]
    public async Task The_size_after_the_template_counts() // §8.4: "size (after template)"
    {
        var integration = ApiBuilder.MockOf("#foreach($i in [1..500])x#end", "{\"statusCode\": 200}");
        await using var harness = await ExecutionHarness.StartAsync(Api(400).Method("/x", "GET", integration));

        var response = await harness.GetAsync("/prod/x", ("Accept-Encoding", "gzip"));

        Unpack(await response.Content.ReadAsByteArrayAsync(), "gzip").ShouldBe(new string('x', 500));
    }

    [Fact]
    public async Task A_minimum_of_zero_compresses_everything_but_nothing()
    {
        await using var harness = await ExecutionHarness.StartAsync(Api(0).Mock("/x", "GET", "x").Mock("/empty", "GET", string.Empty));

        (await harness.GetAsync("/prod/x", ("Accept-Encoding", "gzip"))).Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        var empty = await harness.GetAsync("/prod/empty", ("Accept-Encoding", "gzip"));
        empty.Content.Headers.ContentEncoding.ShouldBeEmpty();
        empty.Content.Headers.ContentLength.ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_that_the_backend_encoded_passes_untouched()
    {
        await using var backend = await BackendServer.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = "br";
            return context.Response.WriteAsync("not really brotli");
        });
        await using var harness = await ExecutionHarness.StartAsync(Api(0).Method("/x", "GET", Proxy(backend)));

        var response = await harness.GetAsync("/prod/x", ("Accept-Encoding", "gzip"));

        response.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("not really brotli");
    }

    [Theory]
    [InlineData(50_000, true, 50_000, true)] // held and chunked by the backend, of the minimum size
    [InlineData(50_000, true, 50_001, false)]
    [InlineData(300_000, true, 200_000, true)] // streams, length unknown
    [InlineData(300_000, true, 300_001, false)]
    [InlineData(300_000, false, 200_000, true)] // streams, length known
    [InlineData(300_000, false, 300_001, false)]
    [InlineData(100_000, false, 10, true)] // larger than is packed at once
    public async Task A_proxied_body_is_compressed_from_the_minimum_on(int length, bool isChunked, int minimum, bool isCompressed)
    {
        var body = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i * 7 % 26))));
        await using var backend = await BackendServer.StartAsync(context =>
        {
            context.Response.ContentLength = isChunked ? null : length;
            return context.Response.WriteAsync(body);
        });
        await using var harness = await ExecutionHarness.StartAsync(Api(minimum).Method("/x", "GET", Proxy(backend)));

        var response = await harness.GetAsync("/prod/x", ("Accept-Encoding", "gzip"));

        var bytes = await response.Content.ReadAsByteArrayAsync();
        response.Content.Headers.ContentEncoding.ShouldBe(isCompressed ? ["gzip"] : []);
        (isCompressed ? Unpack(bytes, "gzip") : Encoding.UTF8.GetString(bytes)).ShouldBe(body);
    }

    [Fact]
    public async Task STREAM_answers_HEAD_and_parts_stay_plain() // §5.14
    {
        await using var backend = await BackendServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/part" ? 206 : 200;
            return context.Request.Method == "HEAD" ? Task.CompletedTask : context.Response.WriteAsync(new string('x', 2_000));
        });
        var api = Api(10)
            .Method("/stream", "GET", Proxy(backend) with { ResponseTransferMode = "STREAM" })
            .Method("/part", "GET", Proxy(backend) with { Uri = backend.Url + "/part" })
            .Method("/head", "HEAD", Proxy(backend));
        await using var harness = await ExecutionHarness.StartAsync(api);

        foreach (var (verb, path) in ((string, string)[])[("GET", "/prod/stream"), ("GET", "/prod/part"), ("HEAD", "/prod/head")])
        {
            (await harness.SendAsync(verb, path, null, ("Accept-Encoding", "gzip")))
                .Content.Headers.ContentEncoding.ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task Gateway_responses_stay_plain()
    {
        await using var harness = await ExecutionHarness.StartAsync(Api(0).Mock("/x", "GET"));

        var response = await harness.GetAsync("/prod/nothing", ("Accept-Encoding", "gzip"));

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cached_answer_is_kept_plain_and_compressed_for_each_client()
    {
        await using var backend = await BackendServer.StartAsync(context => context.Response.WriteAsync(new string('x', 1_000)));
        await using var harness = await ExecutionHarness.StartAsync(
            Api(10).Method("/x", "GET", Proxy(backend)),
            stage => stage with
            {
                CacheClusterEnabled = true, CacheClusterSize = "0.5",
                MethodSettings = stage.MethodSettings.Add("*/*", new MethodSetting { CachingEnabled = true }),
            });

        foreach (var coding in (string?[])["gzip", null, "deflate", "gzip"])
        {
            var response = await harness.GetAsync("/prod/x", coding is null ? [] : [("Accept-Encoding", coding)]);
            response.Content.Headers.ContentEncoding.ShouldBe(coding is null ? [] : [coding]);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            (coding is null ? Encoding.UTF8.GetString(bytes) : Unpack(bytes, coding)).ShouldBe(new string('x', 1_000));
        }

        backend.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("gzip", 200)]
    [InlineData("x-gzip", 200)]
    [InlineData("deflate", 200)] // zlib
    [InlineData("raw-deflate", 200)] // what some clients call deflate
    [InlineData("identity", 200)]
    [InlineData("br", 415)]
    [InlineData("gzip, gzip", 415)]
    [InlineData("corrupt", 415)]
    [InlineData("truncated", 415)]
    [InlineData("bomb", 413)]
    public async Task A_request_is_decoded_before_its_backend_sees_it_without_any_minimum(string form, int status) // §8.4
    {
        var plain = Encoding.UTF8.GetBytes(new string('r', 5_000));
        var (body, coding) = form switch
        {
            "gzip" or "x-gzip" or "gzip, gzip" => (Pack(plain, s => new GZipStream(s, CompressionLevel.Fastest)), form),
            "deflate" => (Pack(plain, s => new ZLibStream(s, CompressionLevel.Fastest)), form),
            "raw-deflate" => (Pack(plain, s => new DeflateStream(s, CompressionLevel.Fastest)), "deflate"),
            "corrupt" => (Encoding.UTF8.GetBytes("this is no gzip"), "gzip"),
            "truncated" => (Pack(plain, s => new GZipStream(s, CompressionLevel.Fastest))[..^6], "gzip"),
            "bomb" => (Pack(new byte[11 * 1024 * 1024], s => new GZipStream(s, CompressionLevel.Fastest)), "gzip"),
            _ => (plain, form),
        };
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method("/x", "POST", Proxy(backend)));

        var response = await harness.SendAsync("POST", "/prod/x", new ByteArrayContent(body), ("Content-Encoding", coding));

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 200)
        {
            backend.Requests[0].Body.ShouldBe(new string('r', 5_000));
            backend.Requests[0].Headers.ShouldNotContainKey("Content-Encoding");
        }
        else
        {
            backend.Requests.ShouldBeEmpty();
        }
    }

    private static ApiBuilder Api(int? minimum)
    {
        var api = new ApiBuilder();
        api.Api = api.Api with { MinimumCompressionSize = minimum };
        return api;
    }

    private static IntegrationDocument Proxy(BackendServer backend) => new()
    {
        Type = "HTTP_PROXY", HttpMethod = "ANY", Uri = backend.Url + "/", ConnectionType = "INTERNET",
    };

    private static byte[] Pack(byte[] plain, Func<Stream, Stream> pack)
    {
        using var output = new MemoryStream();
        using (var packing = pack(output))
        {
            packing.Write(plain);
        }

        return output.ToArray();
    }

    private static string Unpack(byte[] bytes, string coding)
    {
        using Stream stream = coding == "gzip"
            ? new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress)
            : new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
