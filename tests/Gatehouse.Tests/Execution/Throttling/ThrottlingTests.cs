using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Model.UsagePlans;
using Shouldly;

namespace Gatehouse.Tests.Execution.Throttling;

/// <summary>Keys, plans and throttles as a caller meets them (rest-execution §3 step 7, §4.4, §10).</summary>
public sealed class ThrottlingTests
{
    private const string Value = "a-key-of-more-than-twenty-characters";
    private const string Forbidden = "{\"message\":\"Forbidden\"}";
    private const string TooMany = "{\"message\":\"Too Many Requests\"}";
    private const string LimitExceeded = "{\"message\":\"Limit Exceeded\"}";
    private const string ApiStageId = ApiBuilder.ApiId + ":prod";

    [Fact]
    public async Task A_key_admits_where_its_plan_covers_the_stage_and_the_header_has_any_case()
    {
        await using var harness = await StartAsync();
        await CommitAsync(harness, Plan());

        await ExpectAsync(harness, "/prod/x", 200, null, ("X-API-Key", Value));
        await ExpectAsync(harness, "/prod/x", 200, null, ("x-api-key", Value));
        await ExpectAsync(harness, "/prod/x", 403, Forbidden);
        await ExpectAsync(harness, "/prod/x", 403, Forbidden, ("X-API-Key", ""));
        await ExpectAsync(harness, "/prod/x", 403, Forbidden, ("X-API-Key", Value[..^1]));
        await ExpectAsync(harness, "/prod/x", 403, Forbidden, ("X-API-Key", Value.ToUpperInvariant()));
        await ExpectAsync(harness, "/prod/x", 403, Forbidden, ("X-API-Key", new string('k', 4_000)));
        await ExpectAsync(harness, "/prod/free", 200, null, ("X-API-Key", "nobody's"));
        harness.Records.Records.ShouldAllBe(record => !(record.Detail ?? "").Contains(Value), "no key stands in a record");
    }

    [Fact]
    public async Task A_disabled_key_a_plan_without_the_stage_and_a_deleted_key_are_all_the_same_403()
    {
        await using var harness = await StartAsync();
        await CommitAsync(harness, Plan());
        await CommitAsync(harness, Plan(), Key() with { Enabled = false });
        await ExpectAsync(harness, "/prod/x", 403, Forbidden, ("X-API-Key", Value));

        await CommitAsync(harness, Plan() with { ApiStages = [new ApiStage { ApiId = ApiBuilder.ApiId, Stage = "dev" }] }, Key());
        await ExpectAsync(harness, "/prod/x", 403, Forbidden, ("X-API-Key", Value));
        harness.Records.Records[^1].Detail.ShouldBe(
            "API Key ******************************acters not authorized because method 'GET /x' requires API Key and API "
            + $"Key is not associated with a Usage Plan for API Stage {ApiBuilder.ApiId}/prod: "
            + "No Usage Plan found for Key and API Stage");

        await CommitAsync(harness, Plan());
        await ExpectAsync(harness, "/prod/x", 200, null, ("X-API-Key", Value));
        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).DeleteIfPresent<UsagePlanKeyDocument>("plan01/key0000001"), CancellationToken.None);
        await ExpectAsync(harness, "/prod/x", 403, Forbidden, ("X-API-Key", Value));
        await CommitAsync(harness, Plan());
        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).DeleteIfPresent<ApiKeyDocument>("key0000001"), CancellationToken.None);
        await ExpectAsync(harness, "/prod/x", 403, Forbidden, ("X-API-Key", Value));
    }

    [Fact]
    public async Task With_the_source_AUTHORIZER_the_header_is_ignored_and_no_key_comes()
    {
        var api = Api();
        api.Api = api.Api with { ApiKeySource = "AUTHORIZER" };
        await using var harness = await ExecutionHarness.StartAsync(api);
        await CommitAsync(harness, Plan());

        await ExpectAsync(harness, "/prod/x", 403, Forbidden, ("X-API-Key", Value));
    }

    [Fact]
    public async Task A_plans_throttle_is_one_bucket_per_key_over_all_its_stages()
    {
        await using var harness = await StartAsync();
        await harness.DeployAsync(Api(), stageName: "dev", deployment: "dep002");
        var plan = Plan() with { Throttle = new RateLimits { RateLimit = 0, BurstLimit = 2 } };
        await CommitAsync(harness, plan with
        {
            ApiStages = [.. plan.ApiStages, new ApiStage { ApiId = ApiBuilder.ApiId, Stage = "dev" }],
        });

        await ExpectAsync(harness, "/prod/x", 200, null, ("X-API-Key", Value));
        await ExpectAsync(harness, "/dev/x", 200, null, ("X-API-Key", Value));
        await ExpectAsync(harness, "/prod/x", 429, TooMany, ("X-API-Key", Value));
        harness.Records.Records[^1].Detail.ShouldBe(
            $"Key throttle limit exceeded for RestApi {ApiBuilder.ApiId}, Stage prod, Resource r00001, HttpMethod GET. "
            + "Limit: 0.00 Burst: 2");
        await ExpectAsync(harness, "/prod/free", 200, null, ("X-API-Key", Value));
    }

    [Fact]
    public async Task A_methods_throttle_takes_the_place_of_the_plans()
    {
        await using var harness = await StartAsync();
        await CommitAsync(harness, Plan(new Dictionary<string, RateLimits>
        {
            ["/x/GET"] = new() { RateLimit = 0, BurstLimit = 3 }, ["//GET"] = new() { RateLimit = -1, BurstLimit = -1 },
        }) with { Throttle = new RateLimits { RateLimit = 0, BurstLimit = 1 } });

        for (var i = 0; i < 3; i++)
        {
            await ExpectAsync(harness, "/prod/x", 200, null, ("X-API-Key", Value));
            await ExpectAsync(harness, "/prod", 200, null, ("X-API-Key", Value));
        }

        await ExpectAsync(harness, "/prod/x", 429, TooMany, ("X-API-Key", Value));
        await ExpectAsync(harness, "/prod", 200, null, ("X-API-Key", Value));
        await ExpectAsync(harness, "/prod/y", 200, null, ("X-API-Key", Value));
        await ExpectAsync(harness, "/prod/y", 429, TooMany, ("X-API-Key", Value));
    }

    [Fact]
    public async Task A_setting_for_one_verb_of_an_ANY_method_limits_that_verb_alone() // rest-execution §12b
    {
        await using var harness = await StartAsync(stage => stage with
        {
            MethodSettings = Settings(("~1any/GET", 0, 1), ("~1any/ANY", 0, 2)),
        });

        await ExpectAsync(harness, "/prod/any", 200, null);
        await ExpectAsync(harness, "/prod/any", 429, TooMany);
        foreach (var (verb, status) in ((string, HttpStatusCode)[])[
            ("POST", HttpStatusCode.OK), ("PUT", HttpStatusCode.OK), ("POST", HttpStatusCode.TooManyRequests)])
        {
            using var answer = await harness.SendAsync(verb, "/prod/any", null);
            answer.StatusCode.ShouldBe(status);
        }
    }

    [Fact]
    public async Task A_quota_answers_Limit_Exceeded_and_throttled_requests_do_not_use_it_up()
    {
        await using var harness = await StartAsync(stage => stage with
        {
            MethodSettings = Settings(("~1x/GET", 0, 3)),
        });
        await CommitAsync(harness, Plan() with { Quota = new QuotaSettings { Limit = 4, Period = "DAY" } });

        for (var i = 0; i < 3; i++)
        {
            await ExpectAsync(harness, "/prod/x", 200, null, ("X-API-Key", Value));
        }

        await ExpectAsync(harness, "/prod/x", 429, TooMany, ("X-API-Key", Value)); // the stage's method is empty
        await ExpectAsync(harness, "/prod/x", 429, TooMany, ("X-API-Key", Value));
        await ExpectAsync(harness, "/prod/y", 200, null, ("X-API-Key", Value)); // the fourth of four
        var refused = await ExpectAsync(harness, "/prod/y", 429, LimitExceeded, ("X-API-Key", Value));
        refused.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["LimitExceededException"]);
        refused.Headers.Contains("Retry-After").ShouldBeFalse();
        // The quota is looked at before the stage's limit (§3 step 7).
        await ExpectAsync(harness, "/prod/x", 429, LimitExceeded, ("X-API-Key", Value));
    }

    [Fact]
    public async Task The_stages_setting_for_all_methods_limits_each_by_itself_and_a_methods_own_wins()
    {
        await using var harness = await StartAsync(stage => stage with
        {
            MethodSettings = Settings(("*/*", 0, 1), ("~1z~1{id}/GET", 0, 2)),
        });

        foreach (var path in new[] { "/prod/free", "/prod/any" })
        {
            await ExpectAsync(harness, path, 200, null);
            var refused = await ExpectAsync(harness, path, 429, TooMany);
            refused.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["TooManyRequestsException"]);
        }

        await ExpectAsync(harness, "/prod/z/1", 200, null);
        await ExpectAsync(harness, "/prod/z/2", 200, null);
        await ExpectAsync(harness, "/prod/z/3", 429, TooMany);
    }

    [Fact]
    public async Task A_new_deployment_does_not_fill_the_buckets_and_a_changed_setting_holds_at_once()
    {
        await using var harness = await StartAsync(stage => stage with { MethodSettings = Settings(("*/*", 0, 1)) });
        await ExpectAsync(harness, "/prod/free", 200, null);

        await harness.DeployAsync(Api(), stage => stage with { MethodSettings = Settings(("*/*", 0, 1)) }, deployment: "dep002");
        await ExpectAsync(harness, "/prod/free", 429, TooMany);

        await harness.DeployAsync(Api(), stage => stage with { MethodSettings = Settings(("*/*", -1, -1)) });
        await ExpectAsync(harness, "/prod/free", 200, null);
        await ExpectAsync(harness, "/prod/free", 200, null);
    }

    [Fact]
    public async Task The_accounts_limit_is_shared_by_all_methods()
    {
        await using var harness = await StartAsync();
        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Upsert(AccountSettingsDocument.Id, new AccountSettingsDocument
            {
                ThrottleSettings = new ThrottleSettings { RateLimit = 0, BurstLimit = 2 },
            }),
            CancellationToken.None);

        await ExpectAsync(harness, "/prod/free", 200, null);
        await ExpectAsync(harness, "/prod/any", 200, null);
        await ExpectAsync(harness, "/prod/free", 429, TooMany);
        await ExpectAsync(harness, "/prod/nowhere", 403, "{\"message\":\"Missing Authentication Token\"}");
    }

    [Fact]
    public async Task A_key_comes_before_its_limits_and_these_before_validation()
    {
        var api = Api().Method("/v", "GET", ApiBuilder.MockOf("ok"), m => m with
        {
            ApiKeyRequired = true,
            RequestValidatorId = "val001",
            RequestParameters = ApiBuilder.Map(("method.request.querystring.q", true)),
        });
        api.Validators.Add(new RequestValidatorDocument { Id = "val001", Name = "v", ValidateRequestParameters = true });
        await using var harness = await ExecutionHarness.StartAsync(api);
        await CommitAsync(harness, Plan() with { Throttle = new RateLimits { RateLimit = 0, BurstLimit = 1 } });

        await ExpectAsync(harness, "/prod/v", 403, Forbidden); // missing key and parameter
        await ExpectAsync(
            harness, "/prod/v", 400, "{\"message\": \"Missing required request parameters: [q]\"}", ("X-API-Key", Value));
        await ExpectAsync(harness, "/prod/v", 429, TooMany, ("X-API-Key", Value));
    }

    [Fact]
    public async Task A_plan_that_cannot_be_evaluated_serves_the_call_and_says_so() // §10.2: fail-open
    {
        await using var harness = await StartAsync();
        // A quota whose period begins before the calendar does: the arithmetic of its period fails on every request.
        await CommitAsync(harness, Plan() with { Quota = new QuotaSettings { Limit = 0, Period = "MONTH", Offset = 40 } });

        await ExpectAsync(harness, "/prod/x", 200, null, ("X-API-Key", Value));
        await ExpectAsync(harness, "/prod/x", 403, Forbidden); // the key itself is still asked for
    }

    [Fact]
    public async Task The_key_in_use_is_shown_to_templates_and_functions_and_no_other()
    {
        const string template = "{\"k\":\"$context.identity.apiKey\",\"i\":\"$context.identity.apiKeyId\"}";
        var api = Api()
            .Method("/keyed", "GET", ApiBuilder.MockOf(template), m => m with { ApiKeyRequired = true })
            .Method("/keyless", "GET", ApiBuilder.MockOf(template))
            .Method("/lambda", "GET", Function(), m => m with { ApiKeyRequired = true })
            .Method("/open", "GET", Function());
        await using var harness = await ExecutionHarness.StartAsync(api);
        await CommitAsync(harness, Plan());
        harness.Functions.Returns("{\"statusCode\":200,\"body\":\"ok\"}");

        await ExpectAsync(harness, "/prod/keyed", 200, $"{{\"k\":\"{Value}\",\"i\":\"key0000001\"}}", ("X-API-Key", Value));
        await ExpectAsync(harness, "/prod/keyless", 200, "{\"k\":\"\",\"i\":\"\"}", ("X-API-Key", Value));
        await ExpectAsync(harness, "/prod/lambda", 200, "ok", ("X-API-Key", Value));
        await ExpectAsync(harness, "/prod/open", 200, "ok", ("X-API-Key", Value));

        Identity(0)["apiKey"]!.GetValue<string>().ShouldBe(Value);
        Identity(0)["apiKeyId"]!.GetValue<string>().ShouldBe("key0000001");
        Identity(1).ContainsKey("apiKey").ShouldBeFalse();
        Identity(1).ContainsKey("apiKeyId").ShouldBeFalse();

        JsonObject Identity(int call) =>
            JsonNode.Parse(harness.Functions.Calls[call].Payload)!["requestContext"]!["identity"]!.AsObject();
    }

    [Fact]
    public async Task Usage_is_counted_for_keyed_calls_that_were_served()
    {
        await using var harness = await StartAsync();
        await CommitAsync(harness, Plan() with { Quota = new QuotaSettings { Limit = 2, Period = "DAY" } });
        for (var i = 0; i < 4; i++)
        {
            (await harness.GetAsync("/prod/x", ("X-API-Key", Value))).Dispose();
        }

        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var history = (await harness.Plane.Usage.ReadAsync(
            ExecutionHarness.Scope, "plan01", null, today.AddDays(-1), today, CancellationToken.None)).ShouldHaveSingleItem();

        history.Subject.KeyId.ShouldBe("key0000001");
        history.Days.Values.Sum().ShouldBe(2);
    }

    private static ApiBuilder Api() => new ApiBuilder()
        .Method("/", "GET", ApiBuilder.MockOf("ok"), Keyed)
        .Method("/x", "GET", ApiBuilder.MockOf("ok"), Keyed)
        .Method("/y", "GET", ApiBuilder.MockOf("ok"), Keyed)
        .Method("/free", "GET", ApiBuilder.MockOf("ok"))
        .Method("/any", "ANY", ApiBuilder.MockOf("ok"))
        .Method("/z/{id}", "GET", ApiBuilder.MockOf("ok"));

    private static MethodDocument Keyed(MethodDocument method) => method with { ApiKeyRequired = true };

    private static IntegrationDocument Function() => new()
    {
        Type = "AWS_PROXY",
        HttpMethod = "POST",
        Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations",
    };

    private static Task<ExecutionHarness> StartAsync(Func<StageDocument, StageDocument>? stage = null) =>
        ExecutionHarness.StartAsync(Api(), stage);

    private static ImmutableSortedDictionary<string, MethodSetting> Settings(params (string Key, double Rate, int Burst)[] settings) =>
        settings.ToImmutableSortedDictionary(
            one => one.Key,
            one => new MethodSetting { ThrottlingRateLimit = one.Rate, ThrottlingBurstLimit = one.Burst },
            StringComparer.Ordinal);

    private static ApiKeyDocument Key() => new()
    {
        Id = "key0000001", Value = Value, Enabled = true, CreatedDate = 1, LastUpdatedDate = 1, CreationOrder = 1,
    };

    private static UsagePlanDocument Plan(Dictionary<string, RateLimits>? methods = null) => new()
    {
        Id = "plan01",
        Name = "plan",
        ApiStages =
        [
            new ApiStage
            {
                ApiId = ApiStageId.Split(':')[0],
                Stage = "prod",
                Throttle = methods?.ToImmutableSortedDictionary(StringComparer.Ordinal),
            },
        ],
    };

    private static async Task CommitAsync(ExecutionHarness harness, UsagePlanDocument plan, ApiKeyDocument? key = null) =>
        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope)
                .Upsert(plan.Id, plan)
                .Upsert("key0000001", key ?? Key())
                .Upsert("plan01/key0000001", new UsagePlanKeyDocument { PlanId = "plan01", KeyId = "key0000001", CreationOrder = 1 }),
            CancellationToken.None);

    private static async Task<HttpResponseMessage> ExpectAsync(
        ExecutionHarness harness, string path, int status, string? body, params (string Name, string Value)[] headers)
    {
        var response = await harness.GetAsync(path, headers);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        if (body is not null)
        {
            text.ShouldBe(body);
        }

        return response;
    }
}
