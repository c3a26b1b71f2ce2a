using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.Documentation;

/// <summary>ImportDocumentationParts (rest-control-plane §2.19, §7), and what imports of APIs make of documentation
/// (§4.7).</summary>
public sealed class ImportDocumentationPartsTests
{
    private const string Two = """
        {"x-amazon-apigateway-documentation":{"version":"1","documentationParts":[
          {"location":{"type":"API"},"properties":{"description":"new","info":{"version":"2"}}},
          {"location":{"type":"METHOD","path":"/pets","method":"GET"},"properties":{"summary":"Lists"}}]}}
        """;

    private static readonly (string Name, string Value)[] Signed =
        [("Authorization", ControlPlaneHarness.Authorization()), ("X-Amz-Date", "20260101T000000Z")];

    private readonly ControlPlaneHarness _plane = new(new RestApiQuotas { DocumentationPartsPerApi = 6 });

    [Fact]
    public async Task Merging_keeps_other_parts_and_other_attributes_and_answers_ids()
    {
        var (api, _) = await _plane.CreateApiAsync();
        await CreateAsync(api, """{"type":"API"}""", """{"description":"old","title":"kept"}""");
        await CreateAsync(api, """{"type":"MODEL","name":"Empty"}""", """{"description":"Nothing"}""");
        var before = await PartsAsync(api);

        var answer = await ImportAsync(api, Two, "?mode=merge");

        answer.Status.ShouldBe(200, answer.Text);
        var after = await PartsAsync(api);
        after.Keys.Order().ShouldBe(["API", "METHOD /pets GET", "MODEL Empty"]);
        after["API"].ShouldBe((before["API"].Id, """{"description":"new","title":"kept","info":{"version":"2"}}"""));
        after["MODEL Empty"].ShouldBe(before["MODEL Empty"]);
        answer.Json["ids"]!.AsArray().Select(static id => id!.GetValue<string>())
            .ShouldBe([after["API"].Id, after["METHOD /pets GET"].Id]);
        answer.Json["warnings"].ShouldBeNull();
        (await _plane.CallAsync("GET", $"/restapis/{api}/resources")).Json["item"]!.AsArray().Count.ShouldBe(1); // no entity is touched
    }

    [Fact]
    public async Task Merging_is_the_default()
    {
        var (api, _) = await _plane.CreateApiAsync();
        await CreateAsync(api, """{"type":"MODEL","name":"Empty"}""", """{"description":"Nothing"}""");

        await ImportAsync(api, Two);

        (await PartsAsync(api)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Overwriting_removes_what_the_file_does_not_hold()
    {
        var (api, _) = await _plane.CreateApiAsync();
        await CreateAsync(api, """{"type":"API"}""", """{"description":"old","title":"gone"}""");
        await CreateAsync(api, """{"type":"MODEL","name":"Empty"}""", """{"description":"Nothing"}""");

        (await ImportAsync(api, Two, "?mode=overwrite")).Status.ShouldBe(200);

        var after = await PartsAsync(api);
        after.Keys.Order().ShouldBe(["API", "METHOD /pets GET"]);
        after["API"].Properties.ShouldBe("""{"description":"new","info":{"version":"2"}}""");
    }

    [Fact]
    public async Task A_whole_definition_in_YAML_is_read_for_its_documentation_alone()
    {
        var (api, _) = await _plane.CreateApiAsync();

        var answer = await ImportAsync(api, """
            swagger: "2.0"
            info: { title: other, version: "1", description: Of the API }
            paths:
              /pets/{id}:
                parameters: [{ name: id, in: path, required: true, type: string, description: Which }]
                get: { summary: One, responses: { "200": { description: A pet }, "404": { description: 404 response } } }
            """);

        answer.Status.ShouldBe(200, answer.Text);
        var parts = await PartsAsync(api);
        parts.ToDictionary(static part => part.Key, static part => part.Value.Properties).ShouldBe(new Dictionary<string, string>
        {
            ["API"] = """{"info":{"description":"Of the API"}}""",
            ["METHOD /pets/{id} GET"] = """{"summary":"One"}""",
            ["PATH_PARAMETER /pets/{id} GET id"] = """{"description":"Which"}""",
            ["RESPONSE /pets/{id} GET 200"] = """{"description":"A pet"}""",
        }, ignoreOrder: true);
        (await _plane.CallAsync("GET", $"/restapis/{api}")).String("name").ShouldBe("pets");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"paths":{}}""")]
    public async Task What_is_no_documentation_is_refused(string body)
    {
        var (api, _) = await _plane.CreateApiAsync();

        (await ImportAsync(api, body)).ShouldRefuse(400, "BadRequestException", "Unable to build importer with provided input.");
    }

    [Theory]
    [InlineData("""{"location":{"type":"NOTHING"},"properties":{"a":1}}""", "Unable to create documentation part: Invalid location type 'NOTHING'")]
    [InlineData("""{"location":{"type":"API","path":"/x"},"properties":{"a":1}}""", "Unable to create documentation part: Documentation part location of type 'API' does not allow the field 'path'")]
    [InlineData("""{"location":{"type":"API"},"properties":[1]}""", "Unable to create documentation part: Documentation part properties must be a valid JSON object")]
    [InlineData("""{"location":{"type":"API"}}""", "Unable to create documentation part: Documentation part properties must be non-empty")]
    public async Task A_part_that_is_not_possible_fails_the_whole_import(string part, string line)
    {
        var (api, _) = await _plane.CreateApiAsync();

        (await ImportAsync(api, $$$"""{"documentationParts":[{"location":{"type":"MODEL","name":"A"},"properties":{"a":1}},{{{part}}}]}"""))
            .ShouldRefuse(400, "BadRequestException", "Errors found during import:\n\t" + line);

        (await PartsAsync(api)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Warnings_are_answered_or_fail_the_import_when_asked()
    {
        var (api, _) = await _plane.CreateApiAsync();
        var many = $$$"""{"documentationParts":[{{{string.Join(',', Enumerable.Range(0, 8).Select(static n => $$$"""{"location":{"type":"MODEL","name":"M{{{n}}}"},"properties":"{\"a\":1}"}"""))}}}]}""";

        (await ImportAsync(api, many, "?failonwarnings=true")).Message.ShouldStartWith("Warnings found during import:\n\tMaximum number of Documentation Parts");
        (await PartsAsync(api)).ShouldBeEmpty();
        var answer = await ImportAsync(api, many);

        (answer.Status, answer.Json["ids"]!.AsArray().Count, answer.Json["warnings"]!.AsArray().Count).ShouldBe((200, 6, 1));
    }

    [Fact]
    public async Task Importing_an_API_makes_parts_unless_they_are_ignored()
    {
        var text = Encoding.UTF8.GetBytes("""
            {"openapi":"3.0.1","info":{"title":"t","description":"d"},"paths":{"/":{"get":{"description":"said","responses":{}}}},
             "x-amazon-apigateway-documentation":{"documentationParts":[{"location":{"type":"METHOD","method":"GET"},"properties":{"description":"stated"}}]}}
            """);
        async Task<string> CreateFrom(string query) => (await _plane.SendAsync(
            "POST", "/restapis?mode=import" + query, text, Signed)).String("id");

        var said = await CreateFrom("");
        var ignored = await CreateFrom("&ignore=documentation");

        var parts = await PartsAsync(said);
        parts["METHOD / GET"].Properties.ShouldBe("""{"description":"stated"}"""); // an explicit part wins
        parts["API"].Properties.ShouldBe("""{"info":{"description":"d"}}""");
        (await PartsAsync(ignored)).ShouldBeEmpty();
        await _plane.SendAsync("PUT", $"/restapis/{ignored}?mode=overwrite", text, Signed);
        (await PartsAsync(ignored)).Count.ShouldBe(2);
        await _plane.SendAsync("PUT", $"/restapis/{ignored}?mode=overwrite&ignore=documentation", Encoding.UTF8.GetBytes("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{}}"""), Signed);
        (await PartsAsync(ignored)).Count.ShouldBe(2);
        await _plane.SendAsync("PUT", $"/restapis/{ignored}?mode=merge", Encoding.UTF8.GetBytes("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/":{"get":{"summary":"s","responses":{}}}}}"""), Signed);
        (await PartsAsync(ignored))["METHOD / GET"].Properties.ShouldBe("""{"description":"stated","summary":"s"}""");
        await _plane.SendAsync("PUT", $"/restapis/{ignored}?mode=overwrite", Encoding.UTF8.GetBytes("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{}}"""), Signed);
        (await PartsAsync(ignored)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Documentation_survives_export_and_import()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await CreateAsync(api, """{"type":"METHOD","path":"/"}""", """{"description":"All methods","x-a":[1],"foo":{"bar":null}}""");
        await CreateAsync(api, """{"type":"API"}""", """{"info":{"description":"d","x-b":1},"tags":["wrong kind"],"description":"not shown"}""");
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        await _plane.CallAsync("POST", $"/restapis/{api}/documentation/versions", """{"documentationVersion":"v1","stageName":"dev"}""");
        foreach (var form in new[] { "oas30", "swagger" })
        {
            var exported = await _plane.CallAsync("GET", $"/restapis/{api}/stages/dev/exports/{form}?extensions=apigateway");

            var created = await _plane.SendAsync(
                "POST", "/restapis?mode=import", Encoding.UTF8.GetBytes(exported.Text), Signed);

            Said(await PartsAsync(created.String("id"))).ShouldBe(Said(await PartsAsync(api)));
        }

        static string[] Said(Dictionary<string, (string Id, string Properties)> parts) =>
            [.. parts.Select(static part => $"{part.Key} {part.Value.Properties}").Order(StringComparer.Ordinal)];
    }

    private Task<Answer> ImportAsync(string api, string body, string query = "") => _plane.SendAsync(
        "PUT", $"/restapis/{api}/documentation/parts{query}", Encoding.UTF8.GetBytes(body), Signed);

    private async Task CreateAsync(string api, string location, string properties)
    {
        var body = new JsonObject { ["location"] = JsonNode.Parse(location), ["properties"] = properties };
        (await _plane.CallAsync("POST", $"/restapis/{api}/documentation/parts", body.ToJsonString())).Status.ShouldBe(201);
    }

    /// <summary>By the place, as <c>METHOD /pets GET</c>.</summary>
    private async Task<Dictionary<string, (string Id, string Properties)>> PartsAsync(string api)
    {
        var listed = await _plane.CallAsync("GET", $"/restapis/{api}/documentation/parts?limit=500");
        return listed.Json["item"]!.AsArray().ToDictionary(
            static part => string.Join(' ', new[] { "type", "path", "method", "statusCode", "name" }
                .Select(member => part!["location"]![member]?.GetValue<string>()).OfType<string>()),
            static part => (part!["id"]!.GetValue<string>(), part["properties"]!.GetValue<string>()));
    }
}
