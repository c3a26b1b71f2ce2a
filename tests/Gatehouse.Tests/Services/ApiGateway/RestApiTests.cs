using Gatehouse.Services.ApiGateway;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary>rest-control-plane §1.9, §2.2, §3.1, §3.7.</summary>
public sealed class RestApiTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task An_API_created_with_a_name_only_has_AWSs_defaults()
    {
        var api = await _plane.CallAsync("POST", "/restapis", """{"name":"pets"}""");

        api.Status.ShouldBe(201);
        var (id, root) = (api.String("id"), api.String("rootResourceId"));
        id.Length.ShouldBe(10);
        root.Length.ShouldBe(10);
        api.Json["createdDate"]!.ToJsonString().ShouldBe("1511379433");
        api.Json["endpointConfiguration"]!.ToJsonString().ShouldBe("""{"types":["EDGE"],"ipAddressType":"ipv4"}""");
        api.String("apiKeySource").ShouldBe("HEADER");
        api.Json["disableExecuteApiEndpoint"]!.GetValue<bool>().ShouldBeFalse();
        foreach (var absent in new[] { "description", "tags", "policy", "binaryMediaTypes", "minimumCompressionSize" })
        {
            api.Json[absent].ShouldBeNull(absent);
        }

        (await _plane.CallAsync("GET", $"/restapis/{id}")).Text.ShouldBe(api.Text);
        var resources = await _plane.CallAsync("GET", $"/restapis/{id}/resources");
        resources.Text.ShouldBe($$"""{"item":[{"id":"{{root}}","path":"/"}]}""");
    }

    [Fact]
    public async Task The_two_default_models_have_the_exact_texts_of_2_18()
    {
        var (api, _) = await _plane.CreateApiAsync();

        var models = (await _plane.CallAsync("GET", $"/restapis/{api}/models")).Json["item"]!.AsArray();

        models.Select(model => model!["name"]!.GetValue<string>()).ShouldBe(["Empty", "Error"]);
        models[0]!["schema"]!.GetValue<string>().ShouldBe(
            "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Empty Schema\",\n  \"type\" : \"object\"\n}");
        models[0]!["description"]!.GetValue<string>().ShouldBe("This is a default empty schema model");
        models[1]!["schema"]!.GetValue<string>().ShouldBe(
            "{\n  \"$schema\" : \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Error Schema\",\n  \"type\" : \"object\",\n"
            + "  \"properties\" : {\n    \"message\" : { \"type\" : \"string\" }\n  }\n}");
    }

    [Theory]
    [InlineData("""{"name":"x","description":""}""", "Description cannot be an empty string")]
    [InlineData("""{"name":"x","endpointConfiguration":{"types":[]}}""", "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.")]
    [InlineData("""{"name":"x","endpointConfiguration":{"types":["EDGE","REGIONAL"]}}""", "Cannot create an api with multiple Endpoint Types.")]
    [InlineData("""{"name":"x","endpointConfiguration":{"types":["PRIVATE"],"ipAddressType":"ipv4"}}""", "Only dualstack ipAddressType is supported for Private APIs.")]
    [InlineData("""{"name":"x","minimumCompressionSize":-1}""", "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("""{"name":"x","minimumCompressionSize":10485761}""", "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("""{"name":"x","policy":"nonsense"}""", "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.")]
    [InlineData("""{"name":"x","policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}""", "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.")]
    public async Task A_bad_creation_is_refused_in_AWSs_words(string body, string message)
    {
        (await _plane.CallAsync("POST", "/restapis", body)).ShouldRefuse(400, "BadRequestException", message);
        _plane.Store.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("{}", "1 validation error detected: Value null at 'createRestApiInput.name' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"name":"x","endpointConfiguration":{"types":["LOCAL"]}}""", "1 validation error detected: Value '[LOCAL]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]")]
    [InlineData("""{"name":"x","endpointConfiguration":{"types":["EDGE"],"ipAddressType":"ipv6"}}""", "1 validation error detected: Value 'ipv6' at 'createRestApiInput.endpointConfiguration.ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack]")]
    public async Task The_models_constraints_are_told_in_corals_words(string body, string message)
    {
        (await _plane.CallAsync("POST", "/restapis", body)).ShouldRefuse(400, "ValidationException", message);
    }

    [Fact]
    public async Task Compression_from_the_first_byte_is_accepted_and_a_private_API_is_dualstack()
    {
        var api = await _plane.CallAsync(
            "POST", "/restapis",
            """{"name":"x","minimumCompressionSize":0,"disableExecuteApiEndpoint":"true","endpointConfiguration":{"types":["PRIVATE"],"vpcEndpointIds":["vpce-1"]}}""");

        api.Json["minimumCompressionSize"]!.GetValue<int>().ShouldBe(0);
        api.Json["disableExecuteApiEndpoint"]!.GetValue<bool>().ShouldBeTrue(); // text booleans, §1.5
        api.Json["endpointConfiguration"]!.ToJsonString().ShouldBe(
            """{"types":["PRIVATE"],"ipAddressType":"dualstack","vpcEndpointIds":["vpce-1"]}""");
    }

    [Fact]
    public async Task A_policy_comes_back_minified_expanded_and_escaped_twice()
    {
        var api = await _plane.CallAsync(
            "POST", "/restapis",
            """{"name":"x","policy":"{ \"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":[\"execute-api:/*\"]}] }"}""");

        api.String("policy").ShouldBe(
            """{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":[\"arn:aws:execute-api:us-east-1:000000000000:"""
            + api.String("id") + """/*\"]}]}""");
    }

    [Fact]
    public async Task The_custom_id_tag_chooses_the_id_once()
    {
        const string body = """{"name":"x","tags":{"_custom_id_":"my-api"}}""";

        (await _plane.CallAsync("POST", "/restapis", body)).String("id").ShouldBe("my-api");
        (await _plane.CallAsync("POST", "/restapis", body)).ErrorType.ShouldBe("ConflictException");
        (await _plane.CallAsync("DELETE", "/restapis/my-api")).Status.ShouldBe(202);
        (await _plane.CallAsync("POST", "/restapis", body)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_repeats_or_gaps()
    {
        for (var number = 0; number < 30; number++)
        {
            await _plane.CreateApiAsync();
        }

        var seen = new List<string>();
        var position = "";
        do
        {
            var page = await _plane.CallAsync("GET", $"/restapis?limit=7&position={Uri.EscapeDataString(position)}");
            seen.AddRange(page.Json["item"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
            position = page.Json["position"]?.GetValue<string>() ?? "";
        }
        while (position.Length > 0);

        seen.Distinct().Count().ShouldBe(30);
        seen.Count.ShouldBe(30);
        foreach (var (limit, count) in new[] { ("", 25), ("?limit=0", 25), ("?limit=501", 25), ("?limit=500", 30) })
        {
            (await _plane.CallAsync("GET", "/restapis" + limit)).Json["item"]!.AsArray().Count.ShouldBe(count);
        }
    }

    [Fact]
    public async Task An_empty_collection_is_an_empty_item_list_and_a_bad_position_is_refused()
    {
        (await _plane.CallAsync("GET", "/restapis")).Text.ShouldBe("""{"item":[]}""");
        (await _plane.CallAsync("GET", "/restapis?position=zzz")).ErrorType.ShouldBe("BadRequestException");
    }

    [Fact]
    public async Task UpdateRestApi_shows_empty_tags_where_GetRestApi_omits_them()
    {
        var (api, _) = await _plane.CreateApiAsync();

        var updated = await _plane.PatchAsync($"/restapis/{api}", ("replace", "/name", "new"));

        updated.Status.ShouldBe(200);
        updated.String("name").ShouldBe("new");
        updated.Json["tags"]!.ToJsonString().ShouldBe("{}");
        (await _plane.CallAsync("GET", $"/restapis/{api}")).Json["tags"].ShouldBeNull();
    }

    [Fact]
    public async Task An_empty_patch_returns_the_API_unchanged()
    {
        var (api, _) = await _plane.CreateApiAsync();

        (await _plane.CallAsync("PATCH", $"/restapis/{api}", "{}")).String("name").ShouldBe("pets");
    }

    [Fact]
    public async Task A_patch_is_all_or_nothing()
    {
        var (api, _) = await _plane.CreateApiAsync();

        var refused = await _plane.PatchAsync(
            $"/restapis/{api}", ("replace", "/name", "changed"), ("replace", "/nonsense", "x"));

        refused.ShouldRefuse(400, "BadRequestException", "Invalid patch path /nonsense");
        (await _plane.CallAsync("GET", $"/restapis/{api}")).String("name").ShouldBe("pets");
    }

    [Fact]
    public async Task Deleting_an_API_leaves_nothing_of_it()
    {
        var before = _plane.Store.Count;
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        await _plane.CallAsync("PUT", $"/restapis/{api}/gatewayresponses/THROTTLED", "{}");
        await _plane.CallAsync("POST", $"/restapis/{api}/requestvalidators", """{"name":"all"}""");

        var deleted = await _plane.CallAsync("DELETE", $"/restapis/{api}");

        (deleted.Status, deleted.Text, deleted.Headers["Content-Length"]).ShouldBe((202, "", "0"));
        _plane.Store.Count.ShouldBe(before);
        (await _plane.CallAsync("DELETE", $"/restapis/{api}"))
            .ShouldRefuse(404, "NotFoundException", $"Invalid API identifier specified 000000000000:{api}");
    }

    [Fact]
    public async Task A_clone_has_new_ids_and_the_same_structure_without_stages()
    {
        var (source, root) = await _plane.CreateMockApiAsync();
        var child = await _plane.CreateResourceAsync(source, root, "a");
        await _plane.DeployAsync(source, "\"stageName\":\"dev\"");

        var clone = await _plane.CallAsync("POST", "/restapis", $$"""{"name":"copy","cloneFrom":"{{source}}"}""");

        var id = clone.String("id");
        id.ShouldNotBe(source);
        var resources = (await _plane.CallAsync("GET", $"/restapis/{id}/resources?embed=methods")).Json["item"]!.AsArray();
        resources.Select(one => one!["path"]!.GetValue<string>()).Order().ShouldBe(["/", "/a"]);
        resources.Select(one => one!["id"]!.GetValue<string>()).ShouldNotContain(one => one == root || one == child);
        resources.Single(one => one!["path"]!.GetValue<string>() == "/")!["resourceMethods"]!["GET"]!["methodIntegration"]!
            ["cacheNamespace"]!.GetValue<string>().ShouldBe(clone.String("rootResourceId"));
        (await _plane.CallAsync("GET", $"/restapis/{id}/stages")).Text.ShouldBe("""{"item":[]}""");
        (await _plane.CallAsync("POST", "/restapis", """{"name":"copy","cloneFrom":"nosuchapi0"}""")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_quota_that_is_reached_is_a_limit_exceeded()
    {
        var plane = new ControlPlaneHarness(new RestApiQuotas { EdgeApis = 1, ResourcesPerApi = 2 });
        var (api, root) = await plane.CreateApiAsync();
        await plane.CreateResourceAsync(api, root, "a");

        (await plane.CallAsync("POST", "/restapis", """{"name":"x"}""")).ErrorType.ShouldBe("LimitExceededException");
        (await plane.CallAsync("POST", $"/restapis/{api}/resources/{root}", """{"pathPart":"b"}""")).ShouldRefuse(
            429, "LimitExceededException",
            "Maximum number of Resources for this API has been reached.  Please contact AWS if you need additional Resources.");
    }
}
