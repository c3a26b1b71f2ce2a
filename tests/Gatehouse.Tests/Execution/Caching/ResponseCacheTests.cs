using System.Collections.Immutable;
using System.Net;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Integrations.Http;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Caching;

/// <summary>rest-execution §9: response caching as a client sees it, before a backend that counts its calls.</summary>
public sealed class ResponseCacheTests
{
    [Fact]
    public async Task A_setting_for_all_methods_caches_GET_alone() // §9, method switch
    {
        await using var backend = await CountingAsync();
        var api = new ApiBuilder()
            .Method("/x", "GET", Proxy(backend)).Method("/x", "POST", Proxy(backend)).Method("/x", "HEAD", Proxy(backend));
        await using var harness = await ExecutionHarness.StartAsync(api, stage => Cached(stage));

        await TextAsync(harness, "/prod/x");
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 1");
        await harness.SendAsync("POST", "/prod/x", new StringContent("a"));
        (await (await harness.SendAsync("POST", "/prod/x", new StringContent("a"))).Content.ReadAsStringAsync()).ShouldBe("call 3");
        await harness.SendAsync("HEAD", "/prod/x", null);
        backend.Requests.Select(r => r.Method).ShouldBe(["GET", "POST", "POST", "HEAD"]);
    }

    [Theory]
    [InlineData("~1a~1{id}/POST")]
    [InlineData("a~1{id}/POST")] // as Terraform writes it (rest-control-plane §2.24)
    public async Task Another_verb_is_cached_by_a_setting_of_its_own(string key)
    {
        await using var backend = await CountingAsync();
        var api = new ApiBuilder().Method("/a/{id}", "POST", Proxy(backend, "method.request.path.id"));
        await using var harness = await ExecutionHarness.StartAsync(api, stage => Cached(stage, key));

        (await PostAsync(harness, "/prod/a/1")).ShouldBe("call 1");
        (await PostAsync(harness, "/prod/a/1")).ShouldBe("call 1");
        (await PostAsync(harness, "/prod/a/2")).ShouldBe("call 2");
    }

    [Fact]
    public async Task An_ANY_method_caches_its_verbs_each_by_its_own_setting()
    {
        await using var backend = await CountingAsync();
        var api = new ApiBuilder().Method("/x", "ANY", Proxy(backend));
        await using var harness = await ExecutionHarness.StartAsync(
            api, stage => Cached(stage) with { MethodSettings = stage.MethodSettings.Add("*/*", On).Add("~1x/PUT", On) });

        (await TextAsync(harness, "/prod/x")).ShouldBe("call 1");
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 1");
        foreach (var expected in (string[])["call 2", "call 2"]) // PUT has entries of its own: the verb is in the key
        {
            (await (await harness.SendAsync("PUT", "/prod/x", null)).Content.ReadAsStringAsync()).ShouldBe(expected);
        }

        (await PostAsync(harness, "/prod/x")).ShouldBe("call 3");
        (await PostAsync(harness, "/prod/x")).ShouldBe("call 4");
    }

    [Theory]
    [InlineData(false, 300, true)] // no cluster: stored settings have no effect (rest-control-plane §3.4)
    [InlineData(true, 0, true)] // TTL 0 is off
    [InlineData(true, 300, false)]
    public async Task Nothing_is_cached_without_a_cluster_a_time_to_live_and_the_switch(bool cluster, int ttl, bool enabled)
    {
        await using var backend = await CountingAsync();
        var setting = On with { CacheTtlInSeconds = ttl, CachingEnabled = enabled };
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x", "GET", Proxy(backend)),
            stage => Cached(stage) with { CacheClusterEnabled = cluster, MethodSettings = stage.MethodSettings.Add("*/*", setting) });

        await TextAsync(harness, "/prod/x");
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 2");
    }

    [Fact]
    public async Task A_method_switches_off_what_all_methods_have_on() // §12b
    {
        await using var backend = await CountingAsync();
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x", "GET", Proxy(backend)),
            stage => Cached(stage) with
            {
                MethodSettings = stage.MethodSettings.Add("*/*", On).Add("~1x/GET", On with { CachingEnabled = false }),
            });

        await TextAsync(harness, "/prod/x");
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 2");
    }

    [Fact]
    public async Task An_entry_ends_with_its_time_to_live()
    {
        var time = new SkewedTime();
        await using var backend = await CountingAsync();
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x", "GET", Proxy(backend)),
            stage => Cached(stage) with { MethodSettings = stage.MethodSettings.Add("*/*", On with { CacheTtlInSeconds = 3_600 }) },
            dependencies => dependencies with { Time = time });

        await TextAsync(harness, "/prod/x");
        time.Advance(TimeSpan.FromMinutes(59));
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 1");
        time.Advance(TimeSpan.FromMinutes(2));
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 2");
    }

    [Fact]
    public async Task Declared_parameters_vary_the_entry_absent_is_a_value_and_others_do_not_matter() // §9, key
    {
        await using var backend = await CountingAsync();
        await using var harness = await StartAsync(
            backend, "method.request.querystring.q", "method.request.header.X-Lang", "integration.request.querystring.mapped");
        var calls = new List<string>();
        foreach (var (path, header) in (IEnumerable<(string, string?)>)
        [
            ("/prod/x", null), ("/prod/x?other=1", null), ("/prod/x?q=", null), ("/prod/x?q=1", null), ("/prod/x?q=%31", null),
            ("/prod/x?q=1&q=2", null), ("/prod/x?q=2&q=1", null), ("/prod/x", "de"), ("/prod/x", "fr"), ("/prod/x?m=1", null),
            ("/prod/x?q=1", "de"),
        ])
        {
            calls.Add(await TextAsync(harness, path, header is null ? [] : [("X-Lang", header)]));
        }

        calls.ShouldBe(
        [
            "call 1", "call 1", "call 2", "call 3", "call 3",
            "call 4", "call 5", "call 6", "call 7", "call 8",
            "call 9",
        ]);
    }

    [Fact]
    public async Task A_header_in_another_spelling_gets_an_entry_of_its_own_because_a_proxied_backend_sees_it()
    {
        await using var backend = await CountingAsync();
        await using var harness = await StartAsync(backend, "method.request.header.X-Lang");

        (await TextAsync(harness, "/prod/x", ("x-lang", "evil"))).ShouldBe("call 1");
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 2");
        (await TextAsync(harness, "/prod/x", ("X-Lang", "evil"))).ShouldBe("call 3");
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 2");
    }

    [Fact]
    public async Task Resources_of_one_namespace_share_entries_and_others_do_not() // §9, shared namespace
    {
        await using var backend = await CountingAsync();
        var shared = Proxy(backend) with { CacheNamespace = "ns" };
        var api = new ApiBuilder().Method("/a", "GET", shared).Method("/b", "GET", shared).Method("/c", "GET", Proxy(backend));
        await using var harness = await ExecutionHarness.StartAsync(api, stage => Cached(stage));

        (await TextAsync(harness, "/prod/a")).ShouldBe("call 1");
        (await TextAsync(harness, "/prod/b")).ShouldBe("call 1");
        (await TextAsync(harness, "/prod/c")).ShouldBe("call 2");
    }

    [Fact]
    public async Task A_hit_is_the_whole_method_response_without_a_trace_id_and_without_integration_latency() // §9, §9.1
    {
        await using var backend = await BackendServer.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            context.Response.Headers["X-Backend"] = "b";
            context.Response.ContentType = "text/css";
            return context.Response.WriteAsync("gone");
        });
        await using var harness = await StartAsync(backend);
        await harness.GetAsync("/prod/x");

        var hit = await harness.GetAsync("/prod/x");

        hit.StatusCode.ShouldBe(HttpStatusCode.NotFound); // any backend status is kept
        (await hit.Content.ReadAsStringAsync()).ShouldBe("gone");
        hit.Content.Headers.ContentType!.ToString().ShouldBe("text/css");
        hit.Headers.GetValues("X-Backend").ShouldBe(["b"]);
        hit.Headers.Contains("X-Amzn-Trace-Id").ShouldBeFalse();
        hit.Headers.Contains("Age").ShouldBeFalse();
        hit.Headers.Contains("X-Cache").ShouldBeFalse();
        hit.Headers.GetValues("x-amzn-RequestId").Single().Length.ShouldBe(36);
        backend.Requests.Count.ShouldBe(1);
        harness.Records.Records[^1].IntegrationLatencyMs.ShouldBeNull();
    }

    [Theory]
    [InlineData(100_000)] // beyond what is held before the head goes out: it streams
    [InlineData(1_048_576)]
    public async Task A_streamed_answer_is_cached_up_to_a_mebibyte(int length) // §9, max entry
    {
        await using var backend = await CountingAsync(length);
        await using var harness = await StartAsync(backend);

        var first = await TextAsync(harness, "/prod/x");
        var second = await TextAsync(harness, "/prod/x");

        first.Length.ShouldBe(length);
        second.ShouldBe(first);
        backend.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_larger_answer_passes_uncached_with_and_without_a_length(bool isChunked)
    {
        await using var backend = await CountingAsync(1_048_577, isChunked);
        await using var harness = await StartAsync(backend);

        (await TextAsync(harness, "/prod/x")).Length.ShouldBe(1_048_577);
        (await TextAsync(harness, "/prod/x")).Length.ShouldBe(1_048_577);
        backend.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_chunked_answer_of_unknown_length_is_cached()
    {
        await using var backend = await CountingAsync(200_000, isChunked: true);
        await using var harness = await StartAsync(backend);

        await TextAsync(harness, "/prod/x");
        (await TextAsync(harness, "/prod/x")).Length.ShouldBe(200_000);
        backend.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_not_cached()
    {
        var calls = 0;
        await using var backend = await BackendServer.StartAsync(async context =>
        {
            if (++calls == 1)
            {
                context.Response.ContentLength = 200_000;
                await context.Response.Body.WriteAsync(new byte[150_000]);
                context.Abort();
                return;
            }

            await context.Response.WriteAsync("whole");
        });
        await using var harness = await StartAsync(backend);

        await Should.ThrowAsync<HttpRequestException>(() => TextAsync(harness, "/prod/x"));
        (await TextAsync(harness, "/prod/x")).ShouldBe("whole");
    }

    [Fact]
    public async Task A_STREAM_method_is_never_cached() // §5.14
    {
        await using var backend = await CountingAsync();
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x", "GET", Proxy(backend) with { ResponseTransferMode = "STREAM" }), stage => Cached(stage));

        await TextAsync(harness, "/prod/x");
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 2");
    }

    [Fact]
    public async Task What_the_gateway_answers_itself_is_not_cached() // §9, value
    {
        await using var backend = await CountingAsync();
        var api = new ApiBuilder().Method("/x", "GET", Proxy(backend) with { Uri = "http://127.0.0.1:1/" });
        await using var harness = await ExecutionHarness.StartAsync(api, stage => Cached(stage));
        ((int)(await harness.GetAsync("/prod/x")).StatusCode).ShouldBeGreaterThanOrEqualTo(500);

        await harness.DeployAsync(new ApiBuilder().Method("/x", "GET", Proxy(backend)), stage => Cached(stage));

        (await TextAsync(harness, "/prod/x")).ShouldBe("call 1");
    }

    [Theory]
    [InlineData("SUCCEED_WITH_RESPONSE_HEADER", 200, "call 1", "199 Cache-control headers were ignored because the caller was unauthorized.")]
    [InlineData("SUCCEED_WITHOUT_RESPONSE_HEADER", 200, "call 1", null)]
    [InlineData("FAIL_WITH_403", 403, null, null)]
    [InlineData("SOMETHING_ELSE", 403, null, null)]
    public async Task A_refresh_that_requires_authorization_follows_the_strategy(string strategy, int status, string? body, string? warning) // §9.1
    {
        await using var backend = await CountingAsync();
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x", "GET", Proxy(backend)),
            stage => Cached(stage) with
            {
                MethodSettings = stage.MethodSettings.Add("*/*", On with { UnauthorizedCacheControlHeaderStrategy = strategy }),
            });
        await TextAsync(harness, "/prod/x");

        var response = await harness.GetAsync("/prod/x", ("Cache-Control", "max-age=0"));

        ((int)response.StatusCode).ShouldBe(status);
        if (body is not null)
        {
            (await response.Content.ReadAsStringAsync()).ShouldBe(body);
        }

        response.Headers.TryGetValues("Warning", out var warnings);
        warnings?.Single().ShouldBe(warning);
        (warnings is null).ShouldBe(warning is null);
        backend.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refresh_replaces_the_entry_where_everyone_may_and_other_directives_do_nothing() // §9.1
    {
        await using var backend = await CountingAsync();
        await using var harness = await StartAsync(backend);

        await TextAsync(harness, "/prod/x");
        (await TextAsync(harness, "/prod/x", ("Cache-Control", "no-cache"))).ShouldBe("call 1");
        (await TextAsync(harness, "/prod/x", ("Cache-Control", "no-store"))).ShouldBe("call 1");
        (await TextAsync(harness, "/prod/x", ("Cache-Control", "max-age=0"))).ShouldBe("call 2");
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 2");
    }

    [Fact]
    public async Task A_flush_empties_the_stage_and_a_flush_of_the_authorizers_cache_does_not() // §9, flush
    {
        await using var backend = await CountingAsync();
        await using var harness = await StartAsync(backend);
        await TextAsync(harness, "/prod/x");

        await FlushAsync(harness, new StageCacheEditionDocument { AuthorizerFlushes = 1 });
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 1");
        await FlushAsync(harness, new StageCacheEditionDocument { AuthorizerFlushes = 1, ResponseFlushes = 1 });
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 2");
        await FlushAsync(harness, new StageCacheEditionDocument { AuthorizerFlushes = 2, ResponseFlushes = 1 });
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 2");
    }

    [Fact]
    public async Task The_cache_outlives_a_publication_and_a_new_deployment_has_entries_of_its_own() // §9, deployment change
    {
        await using var backend = await CountingAsync();
        await using var harness = await StartAsync(backend);
        await TextAsync(harness, "/prod/x");

        await harness.DeployAsync(new ApiBuilder().Method("/x", "GET", Proxy(backend)), stage => Everyone(stage) with { Description = "again" });
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 1");
        await harness.DeployAsync(new ApiBuilder().Method("/x", "GET", Proxy(backend)), stage => Everyone(stage), deployment: "dep002");
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 2");
    }

    [Fact]
    public async Task Encrypted_entries_answer_like_plain_ones() // §9, cacheDataEncrypted
    {
        await using var backend = await CountingAsync();
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x", "GET", Proxy(backend, "method.request.querystring.q")),
            stage => Cached(stage) with { MethodSettings = stage.MethodSettings.Add("*/*", On with { CacheDataEncrypted = true }) });

        (await TextAsync(harness, "/prod/x?q=1")).ShouldBe("call 1");
        (await TextAsync(harness, "/prod/x?q=1")).ShouldBe("call 1");
        (await TextAsync(harness, "/prod/x?q=2")).ShouldBe("call 2");
    }

    [Fact]
    public async Task An_answer_that_the_backend_encoded_goes_only_to_clients_that_take_the_coding()
    {
        var calls = 0;
        await using var backend = await BackendServer.StartAsync(context =>
        {
            calls++;
            if (context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
            {
                context.Response.Headers.ContentEncoding = "br";
            }

            return context.Response.WriteAsync($"call {calls}");
        });
        await using var harness = await StartAsync(backend);

        (await TextAsync(harness, "/prod/x", ("Accept-Encoding", "br"))).ShouldBe("call 1");
        (await TextAsync(harness, "/prod/x", ("Accept-Encoding", "gzip, br;q=0.5"))).ShouldBe("call 1");
        (await TextAsync(harness, "/prod/x")).ShouldBe("call 2"); // and its plain answer replaces the other
        (await TextAsync(harness, "/prod/x", ("Accept-Encoding", "br"))).ShouldBe("call 2");
    }

    [Fact]
    public async Task A_content_type_that_the_mapping_refuses_is_refused_although_an_entry_waits() // §3, steps 10 and 11
    {
        var integration = ApiBuilder.MockOf("{}") with { PassthroughBehavior = "NEVER" };
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x", "GET", integration), stage => Cached(stage));
        (await harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var response = await harness.SendAsync("GET", "/prod/x", null, ("Content-Type", "text/css"));

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_Lambda_answer_and_a_mapped_answer_are_cached_after_their_mapping()
    {
        await using var backend = await CountingAsync();
        var mapped = new IntegrationDocument
        {
            Type = "HTTP", HttpMethod = "GET", Uri = backend.Url + "/", ConnectionType = "INTERNET",
            CacheKeyParameters = ["integration.request.querystring.m"],
            RequestParameters = ApiBuilder.Map(("integration.request.querystring.m", "method.request.querystring.q")),
            IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument
            {
                StatusCode = "200", ResponseTemplates = ApiBuilder.Map<string?>(("application/json", "<$input.body>")),
            })),
        };
        var function = new IntegrationDocument
        {
            Type = "AWS_PROXY", HttpMethod = "POST",
            Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations",
        };
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/m", "GET", mapped).Method("/f", "GET", function), stage => Cached(stage));
        harness.Functions.Returns("""{"statusCode":201,"body":"fn"}""");

        (await TextAsync(harness, "/prod/m?q=1")).ShouldBe("<call 1>");
        (await TextAsync(harness, "/prod/m?q=1&z=2")).ShouldBe("<call 1>");
        (await TextAsync(harness, "/prod/m?q=2")).ShouldBe("<call 2>");
        (await TextAsync(harness, "/prod/f")).ShouldBe("fn");
        (await harness.GetAsync("/prod/f")).StatusCode.ShouldBe(HttpStatusCode.Created);
        harness.Functions.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stampede_answers_everyone_whole()
    {
        await using var backend = await CountingAsync(30_000);
        await using var harness = await StartAsync(backend);

        var texts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => TextAsync(harness, "/prod/x")));

        texts.ShouldAllBe(text => text.Length == 30_000);
        (await TextAsync(harness, "/prod/x")).Length.ShouldBe(30_000);
    }

    private static MethodSetting On => new() { CachingEnabled = true };

    private static IntegrationDocument Proxy(BackendServer backend, params string[] keys) => new()
    {
        Type = "HTTP_PROXY", HttpMethod = "ANY", Uri = backend.Url + "/", ConnectionType = "INTERNET", CacheKeyParameters = [.. keys],
        RequestParameters = keys.Contains("integration.request.querystring.mapped")
            ? ApiBuilder.Map(("integration.request.querystring.mapped", "method.request.querystring.m"))
            : null,
    };

    private static StageDocument Cached(StageDocument stage, string key = "*/*") => stage with
    {
        CacheClusterEnabled = true, CacheClusterSize = "0.5", MethodSettings = stage.MethodSettings.SetItem(key, On),
    };

    private static StageDocument Everyone(StageDocument stage) => Cached(stage) with
    {
        MethodSettings = stage.MethodSettings.SetItem("*/*", On with { RequireAuthorizationForCacheControl = false }),
    };

    private static Task<ExecutionHarness> StartAsync(BackendServer backend, params string[] keys) =>
        ExecutionHarness.StartAsync(new ApiBuilder().Method("/x", "GET", Proxy(backend, keys)), Everyone);

    private static async Task FlushAsync(ExecutionHarness harness, StageCacheEditionDocument edition) =>
        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Upsert($"{ApiBuilder.ApiId}/prod", edition), CancellationToken.None);

    /// <summary>Answers <c>call n</c>, padded to a length.</summary>
    private static Task<BackendServer> CountingAsync(int length = 0, bool isChunked = false)
    {
        var calls = 0;
        return BackendServer.StartAsync(context =>
        {
            var text = $"call {Interlocked.Increment(ref calls)}".PadRight(length);
            context.Response.ContentLength = isChunked ? null : text.Length;
            return context.Response.WriteAsync(text);
        });
    }

    private static async Task<string> TextAsync(ExecutionHarness harness, string path, params (string, string)[] headers)
    {
        using var response = await harness.GetAsync(path, headers);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<string> PostAsync(ExecutionHarness harness, string path) =>
        await (await harness.SendAsync("POST", path, new StringContent("x"))).Content.ReadAsStringAsync();
}
