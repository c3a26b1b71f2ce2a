using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.ApiGateway.Contracts;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.Hal;

/// <summary>rest-control-plane §1.10: the HAL form, for those who ask for it.</summary>
public sealed class HalTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task An_API_shows_its_links_in_order_and_its_date_as_text()
    {
        var (api, root) = await _plane.CreateApiAsync();

        var answer = await GetAsync($"/restapis/{api}");

        answer.Headers["Content-Type"].ShouldBe("application/hal+json");
        var links = answer.Json["_links"]!.AsObject();
        links.Select(link => link.Key).ShouldBe(links.Select(link => link.Key).Order(StringComparer.Ordinal));
        links["self"]!.ToJsonString().ShouldBe($$"""{"href":"/restapis/{{api}}"}""");
        links["resource:create"]!["href"]!.ToString().ShouldBe($"/restapis/{api}/resources/{root}");
        links["deployment:by-id"]!.ToJsonString().ShouldBe($$"""{"href":"/restapis/{{api}}/deployments/{deployment_id}{?embed}","templated":true}""");
        links["restapi:resources"]!["href"]!.ToString().ShouldBe($"/restapis/{api}/resources{{?limit,embed}}");
        links["curies"]!.AsArray().Select(curie => curie!["name"]!.ToString())
            .ShouldBe(["authorizer", "deployment", "model", "resource", "restapi", "stage"]);
        links["curies"]![3]!["href"]!.ToString()
            .ShouldBe("https://docs.aws.amazon.com/apigateway/latest/developerguide/restapi-resource-{rel}.html");
        answer.Json["createdDate"]!.ToString().ShouldBe("2017-11-22T19:37:13Z");
        answer.Json["endpointConfiguration"]!["types"]!.ToJsonString().ShouldBe("\"EDGE\"");
    }

    [Fact]
    public async Task A_list_of_one_is_its_element_and_a_list_of_two_a_list()
    {
        await _plane.CreateApiAsync();
        var one = (await GetAsync("/restapis")).Json;
        one["_embedded"]!["item"].ShouldBeOfType<JsonObject>();
        one["_links"]!["item"].ShouldBeOfType<JsonObject>();

        await _plane.CreateApiAsync(""","binaryMediaTypes":["a/b"]""");
        var two = (await GetAsync("/restapis")).Json;
        two["_embedded"]!["item"]!.AsArray().Count.ShouldBe(2);
        two["_embedded"]!["item"]!.AsArray().ShouldContain(api => api!["binaryMediaTypes"] != null && api["binaryMediaTypes"]!.ToString() == "a/b");
    }

    [Fact]
    public async Task Methods_and_what_is_below_them_are_embedded()
    {
        var (api, root) = await _plane.CreateMockApiAsync();
        var method = $"/restapis/{api}/resources/{root}/methods/GET";
        await _plane.CallAsync("PUT", method + "/responses/200", "{}");
        await _plane.CallAsync("PUT", method + "/integration/responses/200", "{}");

        var links = (await GetAsync($"/restapis/{api}/resources/{root}")).Json["_links"]!;
        links["resource:methods"]!.ToJsonString().ShouldBe($$"""{"href":"{{method}}","name":"GET","title":"GET"}""");
        links["resource:delete"].ShouldBeNull(); // the root cannot be deleted

        var embedded = (await GetAsync($"/restapis/{api}/resources?embed=methods")).Json["_embedded"]!["item"]!;
        var get = embedded["_embedded"]!["resource:methods"]!;
        get["_links"]!["self"]!["href"]!.ToString().ShouldBe(method);
        get["methodIntegration"].ShouldBeNull();
        var integration = get["_embedded"]!["method:integration"]!;
        integration["_links"]!["integration:update"]!["href"]!.ToString().ShouldBe(method + "/integration");
        integration["_embedded"]!["integration:responses"]!["_links"]!["self"]!.ToJsonString()
            .ShouldBe($$"""{"href":"{{method}}/integration/responses/200","name":"200","title":"200"}""");
        get["_embedded"]!["method:responses"]!["statusCode"]!.ToString().ShouldBe("200");
    }

    [Fact]
    public async Task A_page_links_to_the_next_one()
    {
        await _plane.CreateApiAsync();
        await _plane.CreateApiAsync();

        var next = (await GetAsync("/restapis?limit=1")).Json["_links"]!["next"]!["href"]!.ToString();

        next.ShouldStartWith("/restapis?position=");
        next.ShouldEndWith("&limit=1");
        (await GetAsync(next)).Json["_links"]!["next"].ShouldBeNull();
    }

    [Fact]
    public async Task Only_a_customised_gateway_response_can_be_deleted_and_a_location_shows_its_nulls()
    {
        var world = await ContractWorld.CreateAsync("");
        (await GetAsync(world.Plane, world.Fill("/restapis/<api>/gatewayresponses/THROTTLED"))).Json["_links"]!["gatewayresponse:delete"].ShouldBeNull();
        (await GetAsync(world.Plane, world.Fill("/restapis/<api>/gatewayresponses/DEFAULT_4XX"))).Json["_links"]!["gatewayresponse:delete"].ShouldNotBeNull();

        (await GetAsync(world.Plane, world.Fill("/restapis/<api>/documentation/parts/<part>"))).Json["location"]!.ToJsonString()
            .ShouldBe("""{"type":"API","path":null,"method":null,"statusCode":null,"name":null}""");
    }

    [Fact]
    public async Task Plain_JSON_goes_to_everyone_else_and_errors_stay_plain()
    {
        var (api, _) = await _plane.CreateApiAsync();
        foreach (var accept in new[] { "application/json", "*/*", "" })
        {
            var plain = await GetAsync(_plane, $"/restapis/{api}", accept);
            plain.Headers["Content-Type"].ShouldBe("application/json");
            plain.Json["_links"].ShouldBeNull();
        }

        var fault = await GetAsync("/restapis/zzzzzzzzzz");
        fault.Headers["Content-Type"].ShouldBe("application/json");
        fault.Message.ShouldBe("Invalid API identifier specified 000000000000:zzzzzzzzzz");
    }

    public static TheoryData<string> Reads =>
        [.. ContractWorld.Built.Where(one => one.HttpMethod == "GET").Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Everything_that_can_be_read_has_a_form_with_an_address(string operation)
    {
        var world = await ContractWorld.CreateAsync(operation);
        var plain = await world.Valid(operation).SendAsync(world.Plane);

        var hal = await (world.Valid(operation) with { Accept = "application/hal+json" }).SendAsync(world.Plane);

        hal.Status.ShouldBe(plain.Status);
        if (hal.Headers["Content-Type"] == "application/hal+json")
        {
            hal.Json["_links"]!["self"]!["href"]!.ToString().ShouldStartWith("/");
            hal.Text.ShouldNotContain("<");
            hal.Text.ShouldNotContain("//methods");
        }
        else
        {
            operation.ShouldBeOneOf("GetExport", "GetSdk"); // raw bytes
        }
    }

    private Task<Answer> GetAsync(string path) => GetAsync(_plane, path);

    private static Task<Answer> GetAsync(ControlPlaneHarness plane, string path, string accept = "application/hal+json") =>
        plane.SendAsync(
            "GET", path, null,
            ("Authorization", ControlPlaneHarness.Authorization()), ("X-Amz-Date", "20260101T000000Z"), ("Accept", accept));
}
