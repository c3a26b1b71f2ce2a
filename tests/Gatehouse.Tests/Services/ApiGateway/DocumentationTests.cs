using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary>Documentation parts and versions (rest-control-plane §2.19, §2.20, §7), and templates of models (§2.18).</summary>
public sealed class DocumentationTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_part_is_created_read_changed_and_deleted()
    {
        var (api, _) = await _plane.CreateApiAsync();
        var parts = $"/restapis/{api}/documentation/parts";

        var created = await _plane.CallAsync("POST", parts, """{"location":{"type":"METHOD","path":"/pets"},"properties":"{\"description\":\"Lists pets\"}"}""");

        created.Status.ShouldBe(201);
        created.Json["location"]!.ToJsonString().ShouldBe("""{"type":"METHOD","path":"/pets","method":"*"}""");
        var id = created.String("id")!;
        id.Length.ShouldBe(6);
        (await _plane.CallAsync("GET", $"{parts}/{id}")).Text.ShouldBe(created.Text);
        (await _plane.PatchAsync($"{parts}/{id}", ("replace", "/properties", """{"summary":"S"}""")))
            .String("properties").ShouldBe("""{"summary":"S"}""");
        (await _plane.PatchAsync($"{parts}/{id}", ("replace", "/properties", "")))
            .ShouldRefuse(400, "BadRequestException", "Documentation part properties must be non-empty");
        (await _plane.PatchAsync($"{parts}/{id}", ("replace", "/location", "x"))).ShouldRefuse(
            400, "BadRequestException",
            "Invalid patch path  '/location' specified for op 'replace'. Must be one of: [/properties]");
        (await _plane.CallAsync("DELETE", $"{parts}/{id}")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", $"{parts}/{id}"))
            .ShouldRefuse(404, "NotFoundException", "Invalid Documentation part identifier specified");
    }

    [Theory] // Terraform's provider names every place of a location, those that its type does not have as empty texts
    [InlineData("""{"type":"METHOD","path":"/a","method":"POST","name":"","statusCode":""}""", """{"type":"METHOD","path":"/a","method":"POST"}""")]
    [InlineData("""{"type":"API","path":"","method":"","name":"","statusCode":" "}""", """{"type":"API"}""")]
    [InlineData("""{"type":"RESPONSE","path":"/a","method":"GET","statusCode":"*"}""", """{"type":"RESPONSE","path":"/a","method":"GET","statusCode":"*"}""")]
    public async Task An_empty_place_is_none_and_a_star_stands_for_every_status(string sent, string stored)
    {
        var (api, _) = await _plane.CreateApiAsync();

        var created = await _plane.CallAsync(
            "POST", $"/restapis/{api}/documentation/parts", $$"""{"location":{{sent}},"properties":"{\"a\":1}"}""");

        created.Status.ShouldBe(201, created.Text);
        created.Json["location"]!.ToJsonString().ShouldBe(stored);
    }

    [Theory]
    [InlineData("600")]
    [InlineData("20x")]
    [InlineData("2*")]
    public async Task A_status_of_a_location_that_cannot_be_violates_its_pattern(string status)
    {
        var (api, _) = await _plane.CreateApiAsync();

        (await _plane.CallAsync(
            "POST", $"/restapis/{api}/documentation/parts",
            $$"""{"location":{"type":"RESPONSE","statusCode":"{{status}}"},"properties":"{}"}""")).ShouldRefuse(
            400, "ValidationException",
            $@"1 validation error detected: Value '{status}' at 'createDocumentationPartInput.location.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: ^([1-5]\d\d|\*|\s*)$");
    }

    [Fact]
    public async Task A_location_is_documented_once()
    {
        var (api, _) = await _plane.CreateApiAsync();
        var parts = $"/restapis/{api}/documentation/parts";
        await _plane.CallAsync("POST", parts, """{"location":{"type":"API"},"properties":"{\"description\":\"d\"}"}""");

        (await _plane.CallAsync("POST", parts, """{"location":{"type":"API"},"properties":"{}"}""")).ShouldRefuse(
            409, "ConflictException", "Documentation part already exists for the specified location: type 'API'.");
    }

    [Theory]
    [InlineData("""{"location":{"type":"API","path":"/"},"properties":"{}"}""")]
    [InlineData("""{"location":{"type":"MODEL"},"properties":"{}"}""")]
    [InlineData("""{"location":{"type":"REQUEST_BODY","name":"x"},"properties":"{}"}""")]
    [InlineData("""{"location":{"type":"RESOURCE","method":"GET"},"properties":"{}"}""")]
    [InlineData("""{"location":{"type":"API"},"properties":"[]"}""")]
    [InlineData("""{"location":{"type":"API"},"properties":"{"}""")]
    [InlineData("""{"location":{"type":"API"},"properties":""}""")]
    [InlineData("""{"location":{"type":"NOTHING"},"properties":"{}"}""")]
    public async Task A_part_that_describes_no_place_or_says_nothing_is_refused(string body)
    {
        var (api, _) = await _plane.CreateApiAsync();

        (await _plane.CallAsync("POST", $"/restapis/{api}/documentation/parts", body)).Status.ShouldBe(400);

        (await _plane.CallAsync("GET", $"/restapis/{api}/documentation/parts")).Text.ShouldBe("""{"item":[]}""");
    }

    [Fact]
    public async Task Parts_are_filtered_and_what_has_none_is_found()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        var parts = $"/restapis/{api}/documentation/parts";
        await _plane.CallAsync("POST", parts, """{"location":{"type":"MODEL","name":"Empty"},"properties":"{\"description\":\"d\"}"}""");
        await _plane.CallAsync("POST", parts, """{"location":{"type":"RESOURCE","path":"/"},"properties":"{\"description\":\"d\"}"}""");

        (await _plane.CallAsync("GET", parts + "?type=MODEL")).Json["item"]!.AsArray().Count.ShouldBe(1);
        (await _plane.CallAsync("GET", parts + "?name=Emp")).Json["item"]!.AsArray().Count.ShouldBe(1);
        (await _plane.CallAsync("GET", parts + "?path=/")).Json["item"]!.AsArray().Count.ShouldBe(1);
        var undocumented = (await _plane.CallAsync("GET", parts + "?locationStatus=UNDOCUMENTED")).Text;
        undocumented.ShouldContain("""{"location":{"type":"API"}}""");
        undocumented.ShouldContain("""{"location":{"type":"MODEL","name":"Error"}}""");
        undocumented.ShouldContain("\"type\":\"METHOD\"");
        undocumented.ShouldNotContain("\"name\":\"Empty\"");
        undocumented.ShouldNotContain("\"type\":\"RESOURCE\"");
    }

    [Fact]
    public async Task A_version_freezes_the_parts_and_names_itself_on_a_stage()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        var versions = $"/restapis/{api}/documentation/versions";
        (await _plane.CallAsync("POST", versions, """{"documentationVersion":"v1"}""")).Status.ShouldBe(400);
        await _plane.CallAsync(
            "POST", $"/restapis/{api}/documentation/parts", """{"location":{"type":"API"},"properties":"{\"description\":\"d\"}"}""");

        var created = await _plane.CallAsync(
            "POST", versions, """{"documentationVersion":"v1","stageName":"dev","description":"first"}""");

        (created.Status, created.String("version"), created.String("description")).ShouldBe((201, "v1", "first"));
        (await _plane.CallAsync("GET", $"/restapis/{api}/stages/dev")).String("documentationVersion").ShouldBe("v1");
        (await _plane.CallAsync("POST", versions, """{"documentationVersion":"v1"}""")).Status.ShouldBe(409);
        (await _plane.CallAsync("POST", versions, """{"documentationVersion":"v2","stageName":"none"}""")).Status.ShouldBe(404);
        (await _plane.CallAsync("GET", versions)).Json["item"]!.AsArray().Count.ShouldBe(1);
        (await _plane.PatchAsync($"{versions}/v1", ("replace", "/description", "better")))
            .String("description").ShouldBe("better");
        (await _plane.PatchAsync($"/restapis/{api}/stages/dev", ("replace", "/documentationVersion", "v9")))
            .ShouldRefuse(400, "BadRequestException", "Invalid Documentation version specified");
        (await _plane.CallAsync("DELETE", $"{versions}/v1")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", $"{versions}/v1")).Status.ShouldBe(404);
        (await _plane.CallAsync("GET", $"/restapis/{api}/stages/dev")).Json["documentationVersion"].ShouldBeNull();
        (await _plane.CallAsync("DELETE", $"/restapis/{api}")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_models_template_names_each_property_once()
    {
        var (api, _) = await _plane.CreateApiAsync();
        const string schema =
            """{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"age\":{\"type\":\"integer\"},\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}}""";
        await _plane.CallAsync(
            "POST", $"/restapis/{api}/models", $$"""{"name":"Pet","contentType":"application/json","schema":"{{schema}}"}""");

        (await _plane.CallAsync("GET", $"/restapis/{api}/models/Empty/default_template"))
            .String("value").ShouldBe("#set($inputRoot = $input.path('$'))\n{ }");
        (await _plane.CallAsync("GET", $"/restapis/{api}/models/Pet/default_template")).String("value").ShouldBe(
            """
            #set($inputRoot = $input.path('$'))
            {
              "name" : "$inputRoot.name",
              "age" : $inputRoot.age,
              "tags" : [
              ##TODO: Update this foreach loop to reference array from input json
              #foreach($elem in $inputRoot.tags)
                "$elem"#if($foreach.hasNext),#end
              #end
              ]
            }
            """);
    }

    [Fact]
    public async Task A_flat_model_carries_the_models_that_it_refers_to_even_in_a_circle()
    {
        var (api, _) = await _plane.CreateApiAsync();
        string Refer(string to) =>
            """{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"https://apigateway.amazonaws.com/restapis/API/models/TO\"}}}"""
                .Replace("API", api, StringComparison.Ordinal).Replace("TO", to, StringComparison.Ordinal);
        await _plane.CallAsync("POST", $"/restapis/{api}/models", """{"name":"A","contentType":"application/json","schema":"{\"type\":\"object\"}"}""");
        await _plane.CallAsync("POST", $"/restapis/{api}/models", $$"""{"name":"B","contentType":"application/json","schema":"{{Refer("A")}}"}""");
        await _plane.PatchAsync($"/restapis/{api}/models/A", ("replace", "/schema", Refer("B").Replace("\\\"", "\"", StringComparison.Ordinal)));

        var flat = await _plane.CallAsync("GET", $"/restapis/{api}/models/A?flatten=true");

        flat.String("schema").ShouldBe(
            """{"type":"object","properties":{"next":{"$ref":"#/definitions/B"}},"definitions":{"B":{"type":"object","properties":{"next":{"$ref":"#/definitions/A"}}},"A":{"type":"object","properties":{"next":{"$ref":"#/definitions/B"}}}}}""");
    }
}
