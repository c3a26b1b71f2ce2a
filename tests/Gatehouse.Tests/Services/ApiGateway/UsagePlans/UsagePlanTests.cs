using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.UsagePlans;

/// <summary>Usage plans, their keys and their usage over the wire (rest-control-plane §2.12 to §2.14, §3.5).</summary>
public sealed class UsagePlanTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_plan_lives()
    {
        var api = await DeployedAsync("prod");
        var created = await _plane.CallAsync("POST", "/usageplans", $$$$"""
            {"name":"gold","description":"d","apiStages":[{"apiId":"{{{{api}}}}","stage":"prod","throttle":{"/pets/GET":{"rateLimit":2,"burstLimit":3}}}],
             "throttle":{"rateLimit":100,"burstLimit":200},"quota":{"limit":5000,"offset":2,"period":"WEEK"}}
            """);
        created.Status.ShouldBe(201, created.Text);
        var id = created.String("id");
        id.ShouldMatch("^[a-z0-9]{6}$");
        created.Text.ShouldBe(
            $$$$"""{"id":"{{{{id}}}}","name":"gold","description":"d","apiStages":[{"apiId":"{{{{api}}}}","stage":"prod","throttle":{"/pets/GET":{"burstLimit":3,"rateLimit":2.0}}}],"throttle":{"burstLimit":200,"rateLimit":100.0},"quota":{"limit":5000,"offset":2,"period":"WEEK"}}""");

        (await _plane.CallAsync("GET", $"/usageplans/{id}")).Text.ShouldBe(created.Text[..^1] + ",\"tags\":{}}");
        (await _plane.CallAsync("GET", "/usageplans")).Json["item"]!.AsArray().Count.ShouldBe(1);
        (await _plane.CallAsync("GET", "/usageplans/nosuch")).ShouldRefuse(404, "NotFoundException", "Invalid Usage Plan ID specified");
        (await _plane.CallAsync("POST", "/usageplans", """{"name":"bare"}""")).Json["apiStages"]!.ToJsonString().ShouldBe("[]");
    }

    [Fact]
    public async Task A_stage_that_is_not_there_is_404_on_creation_and_on_a_patch_and_a_malformed_one_400()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        (await _plane.CallAsync("POST", "/usageplans", $$"""{"name":"p","apiStages":[{"apiId":"{{api}}","stage":"gone"}]}"""))
            .ShouldRefuse(404, "NotFoundException", $"API Stage not found: {api}:gone");
        var id = await PlanAsync();

        (await _plane.PatchAsync($"/usageplans/{id}", ("add", "/apiStages", $"{api}:gone"))).ShouldRefuse(
            404, "NotFoundException", $"Invalid API Stage {{api: {api}, stage: gone}} specified for usageplan {id}");
        (await _plane.PatchAsync($"/usageplans/{id}", ("remove", "/apiStages", $"{api}:gone"))).ShouldRefuse(
            404, "NotFoundException", $"Invalid API Stage {{api: {api}, stage: gone}} specified for usageplan {id}");
        foreach (var malformed in new[] { api, ":", "a:b:c", "", null })
        {
            (await _plane.PatchAsync($"/usageplans/{id}", ("add", "/apiStages", malformed))).ShouldRefuse(
                400, "BadRequestException", "Invalid API Stage specified");
        }
    }

    [Fact]
    public async Task Throttles_of_methods_are_patched_as_a_map_and_one_by_one()
    {
        var api = await DeployedAsync("prod");
        var id = await PlanAsync();
        var stage = $"/apiStages/{api}:prod/throttle";
        await PatchAsync(id, ("add", "/apiStages", $"{api}:prod"));
        (await PatchAsync(id, ("replace", stage, """{"/pets/GET":{"rateLimit":1.0,"burstLimit":1},"//GET":{"rateLimit":0.5,"burstLimit":2}}""")))
            .Json["apiStages"]![0]!["throttle"]!.ToJsonString()
            .ShouldBe("""{"//GET":{"burstLimit":2,"rateLimit":0.5},"/pets/GET":{"burstLimit":1,"rateLimit":1.0}}""");

        (await PatchAsync(
                id, ("add", stage + "/~1pets~1{id}/GET/rateLimit", "7"), ("replace", stage + "/~1pets~1{id}/GET/burstLimit", "8"),
                ("replace", stage + "/~1/GET/rateLimit", "3"), ("remove", stage + "/~1pets/GET", null)))
            .Json["apiStages"]![0]!["throttle"]!.ToJsonString()
            .ShouldBe("""{"//GET":{"burstLimit":2,"rateLimit":3.0},"/pets/{id}/GET":{"burstLimit":8,"rateLimit":7.0}}""");
        (await PatchAsync(id, ("remove", stage, null))).Json["apiStages"]![0]!.AsObject().ContainsKey("throttle").ShouldBeFalse();
        foreach (var (op, path, value) in new[]
        {
            ("replace", stage, "{"), ("replace", stage, "[]"), ("replace", stage, "{\"/pets/GET\":1}"), ("replace", stage, "{\"x\":{\"rateLimit\":1}}"),
            ("add", stage + "/~1pets/GET/rateLimit", "fast"), ("add", stage + "/~1pets/FETCH/rateLimit", "1"), ("replace", stage + "/x", "1"),
            ("add", "/apiStages/other", "1"), ("add", stage + "/~1pets/GET/rateLimit", "-3"),
        })
        {
            var refused = await _plane.PatchAsync($"/usageplans/{id}", (op, path, value));
            refused.Status.ShouldBe(400, $"{op} {path} {value}");
        }

        var many = new JsonObject();
        for (var i = 0; i < 21; i++)
        {
            many[$"/p{i}/GET"] = new JsonObject { ["rateLimit"] = 1.0, ["burstLimit"] = 1 };
        }

        (await _plane.PatchAsync($"/usageplans/{id}", ("replace", stage, many.ToJsonString()))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Each_member_of_throttle_and_quota_is_added_replaced_and_both_are_removed()
    {
        var id = await PlanAsync();
        var changed = await PatchAsync(
            id, ("add", "/throttle/rateLimit", "10"), ("add", "/throttle/burstLimit", "20"), ("add", "/quota/limit", "30"),
            ("add", "/quota/offset", "1"), ("add", "/quota/period", "MONTH"), ("replace", "/name", "n"),
            ("replace", "/description", "d"), ("add", "/productCode", "code"));
        changed.Text.ShouldBe(
            $$$"""{"id":"{{{id}}}","name":"n","description":"d","apiStages":[],"throttle":{"burstLimit":20,"rateLimit":10.0},"quota":{"limit":30,"offset":1,"period":"MONTH"},"productCode":"code","tags":{}}""");

        (await PatchAsync(id, ("remove", "/throttle", null), ("remove", "/quota", null), ("remove", "/productCode", null))).Text.ShouldBe(
            $$$"""{"id":"{{{id}}}","name":"n","description":"d","apiStages":[],"tags":{}}""");
        // One of the two alone: the other is 0 (§2.12).
        (await PatchAsync(id, ("replace", "/throttle/rateLimit", "0.25"))).Json["throttle"]!.ToJsonString()
            .ShouldBe("""{"burstLimit":0,"rateLimit":0.25}""");
    }

    [Theory]
    [InlineData("DAY", 1, "Usage Plan quota offset must be zero in the DAY period")]
    [InlineData("WEEK", 7, "Usage Plan quota offset must be between zero and six inclusive in the WEEK period")]
    [InlineData("MONTH", 28, "Usage Plan quota offset must be between zero and 27 inclusive in the MONTH period")]
    public async Task An_offset_beyond_its_period_is_refused(string period, int offset, string message)
    {
        var quota = $$"""{"limit":1,"offset":{{offset}},"period":"{{period}}"}""";
        (await _plane.CallAsync("POST", "/usageplans", $$"""{"name":"p","quota":{{quota}}}"""))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Theory]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"p","throttle":{"rateLimit":-2,"burstLimit":1}}""")]
    [InlineData("""{"name":"p","throttle":{"rateLimit":1,"burstLimit":-2}}""")]
    [InlineData("""{"name":"p","quota":{"limit":-1,"period":"DAY"}}""")]
    [InlineData("""{"name":"p","quota":{"limit":1}}""")]
    [InlineData("""{"name":"p","quota":{"limit":1,"period":"YEAR"}}""")]
    [InlineData("""{"name":"p","apiStages":[{"stage":"x"}]}""")]
    public async Task A_bad_plan_is_refused_and_nothing_is_stored(string body)
    {
        var stored = _plane.Store.Count;

        (await _plane.CallAsync("POST", "/usageplans", body)).Status.ShouldBe(400);
        _plane.Store.Count.ShouldBe(stored);
    }

    [Fact]
    public async Task A_plan_with_stages_is_not_deleted_and_one_with_keys_is()
    {
        var api = await DeployedAsync("prod");
        var id = await PlanAsync();
        var key = await KeyAsync("k");
        await JoinAsync(id, key);
        await PatchAsync(id, ("add", "/apiStages", $"{api}:prod"));

        (await _plane.CallAsync("DELETE", $"/usageplans/{id}")).ShouldRefuse(
            400, "BadRequestException",
            $"Cannot delete Usage Plan {id} because there are API Stages associated with it, including {api}:prod");
        await PatchAsync(id, ("remove", "/apiStages", $"{api}:prod"));
        (await _plane.CallAsync("DELETE", $"/usageplans/{id}")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", $"/usageplans?keyId={key}")).Json["item"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleting_a_stage_or_an_API_takes_it_out_of_plans()
    {
        var api = await DeployedAsync("prod", "dev");
        var id = await PlanAsync();
        await PatchAsync(id, ("add", "/apiStages", $"{api}:prod"), ("add", "/apiStages", $"{api}:dev"));

        await _plane.CallAsync("DELETE", $"/restapis/{api}/stages/dev");
        (await _plane.CallAsync("GET", $"/usageplans/{id}")).Json["apiStages"]!.AsArray().Count.ShouldBe(1);
        await _plane.CallAsync("DELETE", $"/restapis/{api}");
        (await _plane.CallAsync("GET", $"/usageplans/{id}")).Json["apiStages"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_joins_is_listed_newest_first_and_leaves()
    {
        var plan = await PlanAsync();
        var first = await KeyAsync("first");
        var second = await KeyAsync("second");
        var joined = await JoinAsync(plan, first);
        joined.Json.AsObject().Select(member => member.Key).ShouldBe(["id", "type", "value", "name"]);
        joined.String("type").ShouldBe("API_KEY");
        await JoinAsync(plan, second);

        var listed = (await _plane.CallAsync("GET", $"/usageplans/{plan}/keys")).Json["item"]!.AsArray();
        listed.Select(one => one!["id"]!.GetValue<string>()).ShouldBe([second, first]);
        (await _plane.CallAsync("GET", $"/usageplans/{plan}/keys?name=fi")).Json["item"]!.AsArray().Count.ShouldBe(1);
        (await _plane.CallAsync("GET", $"/usageplans/{plan}/keys/{first}")).Text.ShouldBe(joined.Text);
        (await _plane.CallAsync("GET", $"/usageplans?keyId={first}")).Json["item"]![0]!["id"]!.GetValue<string>().ShouldBe(plan);
        (await _plane.CallAsync("DELETE", $"/usageplans/{plan}/keys/{first}")).Status.ShouldBe(202);
        (await _plane.CallAsync("DELETE", $"/usageplans/{plan}/keys/{first}"))
            .ShouldRefuse(404, "NotFoundException", "Invalid Usage Plan Key identifier specified");
        (await _plane.CallAsync("DELETE", $"/apikeys/{second}")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", $"/usageplans/{plan}/keys")).Json["item"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_may_not_join_is_refused()
    {
        var api = await DeployedAsync("prod");
        var plan = await PlanAsync();
        var other = await PlanAsync();
        var key = await KeyAsync("k");
        var body = $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""";
        (await _plane.CallAsync("POST", $"/usageplans/{plan}/keys", """{"keyId":"nosuchkey0","keyType":"API_KEY"}"""))
            .ShouldRefuse(404, "NotFoundException", "Invalid API Key identifier specified");
        (await _plane.CallAsync("POST", "/usageplans/nosuch/keys", body)).Status.ShouldBe(404);
        (await _plane.CallAsync("POST", $"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"OTHER"}""")).Status.ShouldBe(400);
        await JoinAsync(plan, key);
        (await _plane.CallAsync("POST", $"/usageplans/{plan}/keys", body)).Status.ShouldBe(409);

        // One plan per key and stage (§3.5), whichever of the two comes last.
        await PatchAsync(plan, ("add", "/apiStages", $"{api}:prod"));
        await PatchAsync(other, ("add", "/apiStages", $"{api}:prod"));
        (await _plane.CallAsync("POST", $"/usageplans/{other}/keys", body)).Status.ShouldBe(409);
        await PatchAsync(other, ("remove", "/apiStages", $"{api}:prod"));
        await JoinAsync(other, key);
        (await _plane.PatchAsync($"/usageplans/{other}", ("add", "/apiStages", $"{api}:prod"))).Status.ShouldBe(409);
    }

    [Fact]
    public async Task Quotas_of_plans_and_of_plans_per_key_are_limits()
    {
        var plane = new ControlPlaneHarness(new RestApiQuotas { UsagePlans = 2, UsagePlansPerKey = 1 });
        var plans = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            plans.Add((await plane.CallAsync("POST", "/usageplans", """{"name":"p"}""")).String("id"));
        }

        (await plane.CallAsync("POST", "/usageplans", """{"name":"p"}""")).ErrorType.ShouldBe("LimitExceededException");
        var key = (await plane.CallAsync("POST", "/apikeys", "{}")).String("id");
        var body = $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""";
        (await plane.CallAsync("POST", $"/usageplans/{plans[0]}/keys", body)).Status.ShouldBe(201);
        (await plane.CallAsync("POST", $"/usageplans/{plans[1]}/keys", body)).ErrorType.ShouldBe("LimitExceededException");
    }

    [Fact]
    public async Task Tags_of_a_plan()
    {
        var created = await _plane.CallAsync("POST", "/usageplans", """{"name":"p","tags":{"a":"1"}}""");
        var path = "/tags/" + Uri.EscapeDataString($"arn:aws:apigateway:us-east-1::/usageplans/{created.String("id")}");
        (await _plane.CallAsync("PUT", path, """{"tags":{"b":"2"}}""")).Status.ShouldBe(204);
        (await _plane.CallAsync("GET", path)).Text.ShouldBe("""{"tags":{"a":"1","b":"2"}}""");
    }

    [Fact]
    public async Task Usage_is_a_pair_for_each_day_of_used_and_remaining() // §2.14
    {
        var plan = await PlanAsync();
        var (key, idle) = (await KeyAsync("k"), await KeyAsync("idle"));
        await JoinAsync(plan, key);
        await JoinAsync(plan, idle);
        await PatchAsync(plan, ("add", "/quota/limit", "10"), ("add", "/quota/period", "MONTH"));
        await CountAsync(plan, key, ("2017-11-01", 1), ("2017-11-20", 3), ("2017-11-22", 2)); // the harness' clock: 22 November 2017

        (await _plane.CallAsync("GET", $"/usageplans/{plan}/usage?startDate=2017-11-20&endDate=2017-11-23")).Text.ShouldBe(
            $$$"""{"usagePlanId":"{{{plan}}}","startDate":"2017-11-20","endDate":"2017-11-23","values":{"{{{key}}}":[[3,6],[0,6],[2,4],[0,4]]}}""");
        (await _plane.CallAsync("GET", $"/usageplans/{plan}/usage?startDate=2017-11-22&endDate=2017-11-22&keyId={idle}")).Text.ShouldBe(
            $$$"""{"usagePlanId":"{{{plan}}}","startDate":"2017-11-22","endDate":"2017-11-22","values":{"{{{idle}}}":[[0,10]]}}""");
        await PatchAsync(plan, ("remove", "/quota", null));
        (await _plane.CallAsync("GET", $"/usageplans/{plan}/usage?startDate=2017-11-20&endDate=2017-11-20")).Json["values"]![key]!.ToJsonString()
            .ShouldBe("[[3,0]]");
    }

    [Fact]
    public async Task Usage_pages_over_keys()
    {
        var plan = await PlanAsync();
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            var key = await KeyAsync("k");
            await JoinAsync(plan, key);
            await CountAsync(plan, key, ("2017-11-22", 1));
            keys.Add(key);
        }

        var path = $"/usageplans/{plan}/usage?startDate=2017-11-22&endDate=2017-11-22&limit=2";
        var first = await _plane.CallAsync("GET", path);
        first.Json["values"]!.AsObject().Select(one => one.Key).ShouldBe(keys.Take(2));
        var second = await _plane.CallAsync("GET", path + "&position=" + Uri.EscapeDataString(first.String("position")));
        second.Json["values"]!.AsObject().Select(one => one.Key).ShouldBe(keys.Skip(2));
    }

    [Theory]
    [InlineData("2017-11-22", "2017-11-21")]
    [InlineData("2017-08-01", "2017-11-22")]
    [InlineData("yesterday", "2017-11-22")]
    [InlineData("2017-11-22", "2017-13-01")]
    public async Task A_bad_range_of_days_is_refused(string start, string end) =>
        (await _plane.CallAsync("GET", $"/usageplans/{await PlanAsync()}/usage?startDate={start}&endDate={end}")).Status.ShouldBe(400);

    [Fact]
    public async Task Remaining_is_set_for_the_current_period_alone()
    {
        var plan = await PlanAsync();
        var key = await KeyAsync("k");
        await JoinAsync(plan, key);
        var path = $"/usageplans/{plan}/keys/{key}/usage";
        (await _plane.PatchAsync(path, ("replace", "/remaining", "5"))).Status.ShouldBe(400); // no quota
        await PatchAsync(plan, ("add", "/quota/limit", "10"), ("add", "/quota/period", "WEEK"));
        await CountAsync(plan, key, ("2017-11-20", 4));

        // The week began on Sunday the 19th; the answer is the current period's usage.
        (await _plane.PatchAsync(path, ("replace", "/remaining", "50"))).Text.ShouldBe(
            $$$"""{"usagePlanId":"{{{plan}}}","startDate":"2017-11-19","endDate":"2017-11-22","values":{"{{{key}}}":[[0,54],[4,50],[0,50],[0,50]]}}""");
        (await _plane.CallAsync("GET", $"/usageplans/{plan}/usage?startDate=2017-11-25&endDate=2017-11-26&keyId={key}")).Json["values"]![key]!
            .ToJsonString().ShouldBe("[[0,50],[0,10]]");
        (await _plane.PatchAsync(path, ("replace", "/remaining", "-1"))).Status.ShouldBe(400);
        (await _plane.PatchAsync(path, ("replace", "/used", "1"))).ShouldRefuse(
            400, "BadRequestException", "Invalid patch path  '/used' specified for op 'replace'. Must be one of: [/remaining]");
        (await _plane.PatchAsync($"/usageplans/{plan}/keys/nosuchkey0/usage", ("replace", "/remaining", "1"))).Status.ShouldBe(404);
    }

    private async Task CountAsync(string plan, string key, params (string Day, long Requests)[] days)
    {
        var subject = new UsageSubject(new DocumentScope(ControlPlaneHarness.Account, ControlPlaneHarness.Region), plan, key);
        await new DocumentUsageStore(_plane.Store).AddAsync(
            [.. days.Select(day => new UsageCount(subject, DateOnly.Parse(day.Day), day.Requests))], CancellationToken.None);
    }

    private async Task<string> PlanAsync() => (await _plane.CallAsync("POST", "/usageplans", """{"name":"p"}""")).String("id");

    private async Task<string> KeyAsync(string name) =>
        (await _plane.CallAsync("POST", "/apikeys", $$"""{"name":"{{name}}"}""")).String("id");

    private async Task<Answer> JoinAsync(string plan, string key)
    {
        var joined = await _plane.CallAsync("POST", $"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""");
        joined.Status.ShouldBe(201, joined.Text);
        return joined;
    }

    private async Task<Answer> PatchAsync(string plan, params (string Op, string Path, string? Value)[] operations)
    {
        var patched = await _plane.PatchAsync($"/usageplans/{plan}", operations);
        patched.Status.ShouldBe(200, patched.Text);
        return patched;
    }

    private async Task<string> DeployedAsync(params string[] stages)
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        foreach (var stage in stages)
        {
            await _plane.DeployAsync(api, $"\"stageName\":\"{stage}\"");
        }

        return api;
    }
}
