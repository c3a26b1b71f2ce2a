using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.UsagePlans;

/// <summary>API keys over the wire (rest-control-plane §2.11, §6).</summary>
public sealed class ApiKeyTests
{
    private const string Value = "abcdefghijklmnopqrst"; // twenty characters

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_generated_value_has_40_letters_and_digits_and_differs_from_the_id()
    {
        var created = await _plane.CallAsync("POST", "/apikeys", """{"name":"k","enabled":true,"generateDistinctId":false}""");

        created.Status.ShouldBe(201);
        created.String("value").ShouldMatch("^[A-Za-z0-9]{40}$");
        created.String("id").ShouldMatch("^[a-z0-9]{10}$");
        created.Text.ShouldBe(
            $$"""{"id":"{{created.String("id")}}","value":"{{created.String("value")}}","name":"k","enabled":true,"createdDate":1511379433,"lastUpdatedDate":1511379433,"stageKeys":[]}""");
    }

    [Fact]
    public async Task A_value_is_shown_on_creation_and_on_request_and_never_by_an_update()
    {
        var id = (await CreateAsync("""{"name":"k","value":"abcdefghijklmnopqrst"}""")).String("id");

        (await _plane.CallAsync("GET", $"/apikeys/{id}")).Json.AsObject().ContainsKey("value").ShouldBeFalse();
        (await _plane.CallAsync("GET", $"/apikeys/{id}?includeValue=true")).String("value").ShouldBe(Value);
        (await _plane.CallAsync("GET", "/apikeys")).Text.ShouldNotContain(Value);
        (await _plane.CallAsync("GET", "/apikeys?includeValues=true")).Json["item"]![0]!["value"]!.GetValue<string>().ShouldBe(Value);
        _plane.Clock.Now = _plane.Clock.Now.AddSeconds(5);
        var updated = await _plane.PatchAsync(
            $"/apikeys/{id}", ("replace", "/enabled", "true"), ("replace", "/name", "new"), ("replace", "/description", "d"),
            ("replace", "/customerId", "c"));
        updated.Text.ShouldBe(
            $$$"""{"id":"{{{id}}}","name":"new","customerId":"c","description":"d","enabled":true,"createdDate":1511379433,"lastUpdatedDate":1511379438,"stageKeys":[],"tags":{}}""");
        _plane.Logs.Lines.ShouldAllBe(line => !line.Text.Contains(Value));
    }

    [Theory]
    [InlineData("""{"value":"1234567890123456789"}""", "API Key value should be at least 20 characters")]
    [InlineData("""{"value":"1"}""", "API Key value should be at least 20 characters")]
    public async Task A_short_value_is_refused(string body, string message) =>
        (await _plane.CallAsync("POST", "/apikeys", body)).ShouldRefuse(400, "BadRequestException", message);

    [Fact] // Terraform's provider always sends the member, empty where its user leaves the value to AWS
    public async Task An_empty_value_is_as_none_and_one_is_made() =>
        (await CreateAsync("""{"value":""}""")).String("value").ShouldMatch("^[A-Za-z0-9]{40}$");

    [Fact]
    public async Task Long_members_are_refused_with_their_texts()
    {
        await RefuseAsync("value", 129, "API Key value exceeds maximum size of 128 characters");
        await RefuseAsync("name", 1_025, "Invalid API Key name, can be at most 1024 characters.");
        await RefuseAsync("description", 125_001, "Invalid API Key description specified.");
        (await _plane.CallAsync("POST", "/apikeys", $$"""{"name":"{{new string('n', 1_024)}}","value":"{{new string('v', 128)}}"}"""))
            .Status.ShouldBe(201);

        async Task RefuseAsync(string member, int length, string message) =>
            (await _plane.CallAsync("POST", "/apikeys", $$"""{"{{member}}":"{{new string('x', length)}}"}"""))
                .ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task A_value_exists_once_in_an_account_and_region_and_is_free_again_when_its_key_is_deleted()
    {
        var id = (await CreateAsync("""{"value":"abcdefghijklmnopqrst"}""")).String("id");

        (await _plane.CallAsync("POST", "/apikeys", """{"value":"abcdefghijklmnopqrst"}"""))
            .ShouldRefuse(409, "ConflictException", "API Key already exists");
        (await _plane.CallAsync("POST", "/apikeys", """{"value":"abcdefghijklmnopqrst"}""", region: "eu-west-1")).Status.ShouldBe(201);
        (await _plane.CallAsync("DELETE", $"/apikeys/{id}")).Status.ShouldBe(202);
        (await CreateAsync("""{"value":"abcdefghijklmnopqrst"}""")).String("id").ShouldNotBe(id);
    }

    [Fact]
    public async Task An_unknown_key_is_404_everywhere()
    {
        const string message = "Invalid API Key identifier specified";
        (await _plane.CallAsync("GET", "/apikeys/nosuchkey0")).ShouldRefuse(404, "NotFoundException", message);
        (await _plane.PatchAsync("/apikeys/nosuchkey0", ("replace", "/name", "x"))).ShouldRefuse(404, "NotFoundException", message);
        (await _plane.CallAsync("DELETE", "/apikeys/nosuchkey0")).ShouldRefuse(404, "NotFoundException", message);
    }

    [Fact]
    public async Task An_empty_name_is_not_shown_and_enabled_is_false_when_left_out()
    {
        var created = await CreateAsync("""{"name":""}""");

        created.Json.AsObject().ContainsKey("name").ShouldBeFalse();
        created.Json["enabled"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Lists_show_the_newest_first_filter_by_prefix_and_customer_and_page()
    {
        foreach (var name in new[] { "a1", "a2", "b1", "a3" })
        {
            await CreateAsync($$"""{"name":"{{name}}","customerId":"{{name[1..]}}"}""");
        }

        (await NamesAsync("/apikeys")).ShouldBe(["a3", "b1", "a2", "a1"]);
        (await NamesAsync("/apikeys?name=a")).ShouldBe(["a3", "a2", "a1"]);
        (await NamesAsync("/apikeys?customerId=1")).ShouldBe(["b1", "a1"]);
        (await NamesAsync("/apikeys?limit=0")).Count.ShouldBe(4); // out of range falls back to the default (§1.6)
        (await NamesAsync("/apikeys?limit=501")).Count.ShouldBe(4);
        var first = await _plane.CallAsync("GET", "/apikeys?limit=3");
        first.Json["item"]!.AsArray().Count.ShouldBe(3);
        (await NamesAsync("/apikeys?limit=3&position=" + Uri.EscapeDataString(first.String("position")))).ShouldBe(["a1"]);
        (await _plane.CallAsync("GET", "/apikeys?position=nonsense")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Stage_keys_are_shown_as_api_and_stage_and_edited_by_patches()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"beta\"");
        var created = await CreateAsync($$"""{"stageKeys":[{"restApiId":"{{api}}","stageName":"beta"}]}""");
        created.Json["stageKeys"]!.ToJsonString().ShouldBe($"[\"{api}/beta\"]");
        var path = "/apikeys/" + created.String("id");

        (await _plane.PatchAsync(path, ("remove", "/stages", $"{api}/beta"))).Json["stageKeys"]!.ToJsonString().ShouldBe("[]");
        (await _plane.PatchAsync(path, ("add", "/stages", $"{api}/gone"))).ShouldRefuse(
            404, "NotFoundException", $"API Stage not found: {api}:gone");
        (await _plane.PatchAsync(path, ("add", "/stages", $"{api}/beta"))).Json["stageKeys"]!.ToJsonString().ShouldBe($"[\"{api}/beta\"]");
        (await _plane.CallAsync("DELETE", $"/restapis/{api}/stages/beta")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", path)).Json["stageKeys"]!.ToJsonString().ShouldBe("[]");
    }

    [Theory]
    [InlineData("replace", "/value", "x")]
    [InlineData("replace", "/nothing", "x")]
    public async Task A_path_it_does_not_offer_is_refused_in_AWSs_words(string op, string path, string value)
    {
        var id = (await CreateAsync("{}")).String("id");

        (await _plane.PatchAsync($"/apikeys/{id}", (op, path, value))).ShouldRefuse(
            400, "BadRequestException",
            $"Invalid patch path  '{path}' specified for op '{op}'. Must be one of: [/description, /enabled, /name, /customerId]");
    }

    [Fact]
    public async Task Nothing_changes_when_one_operation_of_several_is_refused()
    {
        var id = (await CreateAsync("""{"name":"old"}""")).String("id");

        (await _plane.PatchAsync($"/apikeys/{id}", ("replace", "/name", "new"), ("replace", "/enabled", "maybe"))).Status.ShouldBe(400);
        (await _plane.CallAsync("GET", $"/apikeys/{id}")).String("name").ShouldBe("old");
    }

    [Fact]
    public async Task Tags_are_kept_and_changed_by_the_tag_operations()
    {
        var created = await CreateAsync("""{"tags":{"a":"1"}}""");
        created.Json["tags"]!.ToJsonString().ShouldBe("""{"a":"1"}""");
        var path = "/tags/" + Uri.EscapeDataString($"arn:aws:apigateway:us-east-1::/apikeys/{created.String("id")}");

        (await _plane.CallAsync("PUT", path, """{"tags":{"b":"2"}}""")).Status.ShouldBe(204);
        (await _plane.CallAsync("DELETE", path + "?tagKeys=a")).Status.ShouldBe(204);
        (await _plane.CallAsync("GET", path)).Text.ShouldBe("""{"tags":{"b":"2"}}""");
    }

    [Fact]
    public async Task The_quota_of_keys_is_a_limit_and_deleting_one_makes_room()
    {
        var plane = new ControlPlaneHarness(new RestApiQuotas { ApiKeys = 1 });
        var id = (await plane.CallAsync("POST", "/apikeys", "{}")).String("id");

        (await plane.CallAsync("POST", "/apikeys", "{}")).ShouldRefuse(
            429, "LimitExceededException",
            "Maximum number of API Keys for this account has been reached.  Please contact AWS if you need additional API Keys.");
        (await plane.CallAsync("DELETE", $"/apikeys/{id}")).Status.ShouldBe(202);
        (await plane.CallAsync("POST", "/apikeys", "{}")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task An_import_takes_columns_in_any_order_and_case_trims_quotes_and_fills_defaults()
    {
        var plan = (await _plane.CallAsync("POST", "/usageplans", """{"name":"p"}""")).String("id");
        var second = (await _plane.CallAsync("POST", "/usageplans", """{"name":"q"}""")).String("id");
        var imported = await ImportAsync(
            "Ignored,KEY,name,Enabled,usagePlanIds,Description\r\n"
            + $"x, {new string('a', 30)} ,first,tRuE,\"{plan},{second}\",\"a, \"\"b\"\"\"\r\n"
            + "\r\n"
            + $"x,{new string('b', 30)},second,FALSE,'{plan}'\n"
            + $"x,{new string('c', 30)},third\n");

        imported.Status.ShouldBe(201, imported.Text);
        var ids = imported.Json["ids"]!.AsArray().Select(id => id!.GetValue<string>()).ToList();
        ids.Count.ShouldBe(3);
        imported.Json["warnings"]!.AsArray().ShouldBeEmpty();
        var first = await _plane.CallAsync("GET", $"/apikeys/{ids[0]}?includeValue=true");
        (first.String("name"), first.String("value"), first.String("description")).ShouldBe(("first", new string('a', 30), "a, \"b\""));
        first.Json["enabled"]!.GetValue<bool>().ShouldBeTrue();
        (await _plane.CallAsync("GET", $"/apikeys/{ids[1]}")).Json["enabled"]!.GetValue<bool>().ShouldBeFalse();
        (await _plane.CallAsync("GET", $"/apikeys/{ids[2]}")).Json["enabled"]!.GetValue<bool>().ShouldBeTrue();
        (await IdsAsync($"/usageplans/{plan}/keys")).ShouldBe([ids[1], ids[0]]);
        (await IdsAsync($"/usageplans/{second}/keys")).ShouldBe([ids[0]]);
    }

    [Fact]
    public async Task A_second_import_overwrites_the_other_columns_of_a_known_key()
    {
        var key = new string('a', 30);
        var first = await ImportAsync($"name,key,description\none,{key},d\n");
        var second = await ImportAsync($"name,key,enabled\ntwo,{key},false\n");

        second.Json["ids"]!.ToJsonString().ShouldBe(first.Json["ids"]!.ToJsonString());
        var now = await _plane.CallAsync("GET", $"/apikeys/{second.Json["ids"]![0]!.GetValue<string>()}");
        (now.String("name"), now.Json["enabled"]!.GetValue<bool>()).ShouldBe(("two", false));
        now.Json.AsObject().ContainsKey("description").ShouldBeFalse();
        (await IdsAsync("/apikeys")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_bad_row_is_a_warning_or_fails_the_whole_import()
    {
        var file = $"name,key,enabled,usageplanids\ngood,{new string('g', 30)},,nosuch\nshort,{new string('s', 29)}\n,{new string('n', 30)}\n"
            + $"odd,{new string('o', 30)},perhaps\nnone,\n";

        var refused = await ImportAsync(file, "&failonwarnings=true");
        (refused.Status, refused.ErrorType).ShouldBe((400, "BadRequestException"));
        (await IdsAsync("/apikeys")).ShouldBeEmpty();

        var imported = await ImportAsync(file);
        imported.Status.ShouldBe(201, imported.Text);
        imported.Json["ids"]!.AsArray().Count.ShouldBe(1);
        imported.Json["warnings"]!.AsArray().Select(one => one!.GetValue<string>()).ShouldBe(
        [
            "Line 2: Invalid Usage Plan ID specified",
            "Line 3: API Key value should be at least 30 characters",
            "Line 4: Name is missing",
            "Line 5: Enabled must be true or false, not perhaps",
            "Line 6: Key is missing",
        ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name,value\na,b\n")]
    public async Task A_file_without_its_columns_is_refused(string file) => (await ImportAsync(file)).Status.ShouldBe(400);

    [Fact]
    public async Task An_import_is_told_from_a_creation_by_its_query()
    {
        (await _plane.CallAsync("POST", "/apikeys?mode=import", "name,key\n")).Status.ShouldBe(400); // no format
        (await _plane.CallAsync("POST", "/apikeys", """{"name":"k"}""")).Json["ids"].ShouldBeNull();
    }

    private async Task<Answer> CreateAsync(string body)
    {
        var created = await _plane.CallAsync("POST", "/apikeys", body);
        created.Status.ShouldBe(201, created.Text);
        return created;
    }

    private Task<Answer> ImportAsync(string csv, string options = "") => _plane.SendAsync(
        "POST", "/apikeys?mode=import&format=csv" + options, Encoding.UTF8.GetBytes(csv),
        ("Authorization", ControlPlaneHarness.Authorization()), ("X-Amz-Date", "20260101T000000Z"),
        ("Content-Type", "application/octet-stream"));

    private async Task<List<string>> NamesAsync(string path) => await MembersAsync(path, "name");

    private async Task<List<string>> IdsAsync(string path) => await MembersAsync(path, "id");

    private async Task<List<string>> MembersAsync(string path, string member)
    {
        var listed = await _plane.CallAsync("GET", path);
        listed.Status.ShouldBe(200, listed.Text);
        return [.. listed.Json["item"]!.AsArray().Select(one => one![member]!.GetValue<string>())];
    }
}
