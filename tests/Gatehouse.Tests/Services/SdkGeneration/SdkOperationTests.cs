using System.IO.Compression;
using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.SdkGeneration;

/// <summary>GetSdkTypes, GetSdkType and GetSdk (rest-control-plane §2.26, §5.1, §5.2).</summary>
public sealed class SdkOperationTests
{
    private static readonly string[] AmazonsTypes = ["android", "java", "javascript", "objectivec", "ruby", "swift"];

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task The_six_types_of_AWS_and_four_of_ours_are_listed()
    {
        var listed = (await _plane.CallAsync("GET", "/sdktypes")).Json["item"]!.AsArray();

        listed.Select(static type => type!["id"]!.GetValue<string>())
            .ShouldBe([.. AmazonsTypes.Concat(["csharp", "go", "python", "typescript"]).Order(StringComparer.Ordinal)]);
    }

    [Theory] // §5.1; the texts are those that AWS's developer portal shows
    [InlineData("javascript", "JavaScript", "")]
    [InlineData("android", "Android", "groupId! invokerPackage! artifactId! artifactVersion!")]
    [InlineData("objectivec", "iOS (Objective-C)", "classPrefix!")]
    [InlineData("swift", "iOS (Swift)", "classPrefix!")]
    [InlineData("java", "Java SDK", "service.name! java.package-name! java.build-system java.group-id java.artifact-id "
        + "java.artifact-version java.license-text")]
    [InlineData("ruby", "Ruby", "service.name! ruby.gem-name ruby.gem-version")]
    public async Task A_type_has_the_properties_of_AWS(string id, string friendlyName, string properties)
    {
        var type = (await _plane.CallAsync("GET", "/sdktypes/" + id)).Json;

        (type["id"]!.GetValue<string>(), type["friendlyName"]!.GetValue<string>()).ShouldBe((id, friendlyName));
        type["description"].ShouldNotBeNull();
        var names = type["configurationProperties"]!.AsArray().Select(static property =>
            property!["name"]!.GetValue<string>() + (property["required"]!.GetValue<bool>() ? "!" : ""));
        string.Join(' ', names).ShouldBe(properties);
    }

    [Fact]
    public async Task Types_are_paged_by_their_limit() // §5.1: limit and position are accepted
    {
        var page = (await _plane.CallAsync("GET", "/sdktypes?limit=3")).Json;
        page["item"]!.AsArray().Count.ShouldBe(3);
        (await _plane.CallAsync("GET", "/sdktypes?position=nonsense")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task An_unknown_type_is_not_found() => // §5.1; the text is unconfirmed
        (await _plane.CallAsync("GET", "/sdktypes/cobol"))
            .ShouldRefuse(404, "NotFoundException", "Invalid SDK type identifier specified");

    [Fact]
    public async Task The_archive_comes_with_the_headers_of_AWS() // §5.2
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        _plane.Clock.Now = new DateTimeOffset(2016, 2, 22, 23, 52, 10, TimeSpan.Zero);

        var answer = await _plane.CallAsync("GET", Sdk(api, "javascript"));

        answer.Status.ShouldBe(200);
        answer.Headers["Content-Type"].ShouldBe("application/octet-stream");
        answer.Headers["Content-Disposition"].ShouldBe("attachment; filename=\"javascript_2016-02-22_23-52Z.zip\"");
        var client = Read(answer, "apiGateway-js-sdk/apigClient.js")!;
        client.ShouldContain("apigClient.rootGet = function (params, body, additionalParams)");
        client.ShouldContain($"endpoint: \"http://localhost:4566/_aws/execute-api/{api}/dev\"");
        client.ShouldContain("region: \"us-east-1\"");
    }

    [Theory]
    [InlineData("javascript", "")]
    [InlineData("android", "groupId=a&artifactId=b&artifactVersion=1&invokerPackage=c.d")]
    [InlineData("objectivec", "classPrefix=AB")]
    [InlineData("swift", "classPrefix=AB")]
    [InlineData("java", "service.name=Calc&java.package-name=a.b")]
    [InlineData("java", "serviceName=Calc&javaPackageName=a.b")] // §5.1, NOTE: either spelling
    [InlineData("java", "service.name=Calc&java.package-name=a.b&java.build-system=gradle")]
    [InlineData("ruby", "service.name=Calc")]
    [InlineData("typescript", "")]
    [InlineData("python", "unknown=1")]
    [InlineData("csharp", "csharp.namespace=A.B")]
    [InlineData("go", "go.module=example.com/calc")]
    public async Task Every_type_is_generated_of_plain_query_parameters(string type, string query) // checklist: free maps
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        var answer = await _plane.CallAsync("GET", Sdk(api, type) + "?" + query);

        answer.Status.ShouldBe(200, answer.Text);
        using var archive = new ZipArchive(new MemoryStream(answer.Bytes));
        archive.Entries.ShouldNotBeEmpty();
    }

    [Theory] // §5.2: 400; the texts are unconfirmed
    [InlineData("cobol", "", "Invalid SDK type specified")]
    [InlineData("objectivec", "", "Missing required SDK parameter: classPrefix")]
    [InlineData("swift", "classPrefix=", "Missing required SDK parameter: classPrefix")]
    [InlineData("android", "groupId=a&artifactId=b&artifactVersion=1", "Missing required SDK parameter: invokerPackage")]
    [InlineData("java", "service.name=Calc", "Missing required SDK parameter: java.package-name")]
    [InlineData("java", "javaPackageName=a.b", "Missing required SDK parameter: service.name")]
    [InlineData("ruby", "", "Missing required SDK parameter: service.name")]
    [InlineData("ruby", "service.name=Calc1", "Invalid value for SDK parameter: service.name")] // letters only
    [InlineData("java", "service.name=Calc&java.package-name=a%3Bb", "Invalid value for SDK parameter: java.package-name")]
    [InlineData("java", "service.name=Calc&java.package-name=a.b&java.build-system=ant", "Invalid value for SDK parameter: java.build-system")]
    [InlineData("swift", "classPrefix=A%0AB", "Invalid value for SDK parameter: classPrefix")]
    [InlineData("android", "groupId=..%2F..&artifactId=b&artifactVersion=1&invokerPackage=c", "Invalid value for SDK parameter: groupId")]
    public async Task What_is_missing_or_malformed_is_refused(string type, string query, string message)
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        (await _plane.CallAsync("GET", Sdk(api, type) + "?" + query)).ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task Unknown_stages_and_APIs_are_not_found() // §5.2
    {
        var (api, _) = await _plane.CreateMockApiAsync();

        (await _plane.CallAsync("GET", Sdk(api, "javascript")))
            .ShouldRefuse(404, "NotFoundException", "Invalid stage identifier specified");
        (await _plane.CallAsync("GET", Sdk("nosuchapi0", "javascript"))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task What_the_stage_serves_is_generated_not_what_is_edited() // §5.2
    {
        var (api, root) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        var resource = await _plane.CreateResourceAsync(api, root, "later");
        (await _plane.CallAsync(
            "PUT", $"/restapis/{api}/resources/{resource}/methods/GET", """{"authorizationType":"NONE"}""")).Status.ShouldBe(201);
        (await _plane.CallAsync("DELETE", $"/restapis/{api}/resources/{root}/methods/GET")).Status.ShouldBe(204);

        var client = Read(await _plane.CallAsync("GET", Sdk(api, "javascript")), "apiGateway-js-sdk/apigClient.js")!;

        client.ShouldContain("apigClient.rootGet =");
        client.ShouldNotContain("later");
    }

    [Fact]
    public async Task An_API_with_only_ANY_methods_has_no_client_in_JavaScript() // §5.2
    {
        var (api, root) = await _plane.CreateApiAsync();
        var method = $"/restapis/{api}/resources/{root}/methods/ANY";
        await _plane.CallAsync("PUT", method, """{"authorizationType":"NONE"}""");
        await _plane.CallAsync("PUT", method + "/integration", """{"type":"MOCK"}""");
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        var answer = await _plane.CallAsync("GET", Sdk(api, "javascript"));

        Read(answer, "apiGateway-js-sdk/apigClient.js").ShouldBeNull();
        Read(answer, "apiGateway-js-sdk/README.md").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_stages_documentation_version_describes_methods_and_parameters()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        foreach (var part in new JsonObject[]
        {
            new() { ["location"] = JsonNode.Parse("""{"type":"METHOD","path":"/","method":"GET"}"""), ["properties"] = """{"description":"Says hello"}""" },
        })
        {
            (await _plane.CallAsync("POST", $"/restapis/{api}/documentation/parts", part.ToJsonString())).Status.ShouldBe(201);
        }

        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        var without = await _plane.CallAsync("GET", Sdk(api, "javascript"));
        (await _plane.CallAsync(
            "POST", $"/restapis/{api}/documentation/versions", """{"documentationVersion":"1","stageName":"dev"}""")).Status.ShouldBe(201);
        var with = await _plane.CallAsync("GET", Sdk(api, "javascript"));

        Read(without, "apiGateway-js-sdk/apigClient.js")!.ShouldNotContain("Says hello");
        Read(with, "apiGateway-js-sdk/apigClient.js")!.ShouldContain("     * Says hello\n");
    }

    [Fact]
    public async Task A_template_of_the_operator_takes_the_place_of_the_built_in_one()
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-sdk-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "javascript"));
            var file = Path.Combine(folder.FullName, "javascript", "README.md.vm");
            File.WriteAllText(file, "Ours: $sdk.name.markdown");
            var plane = new ControlPlaneHarness(change: options => options with { SdkTemplates = folder.FullName });
            var (api, _) = await plane.CreateMockApiAsync();
            await plane.DeployAsync(api, "\"stageName\":\"dev\"");

            Read(await plane.CallAsync("GET", Sdk(api, "javascript")), "apiGateway-js-sdk/README.md").ShouldBe("Ours: pets");

            // A fault in it is the server's, not the caller's.
            File.WriteAllText(file, "#if(");
            (await plane.CallAsync("GET", Sdk(api, "javascript"))).Status.ShouldBe(500);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Sdk(string api, string type) => $"/restapis/{api}/stages/dev/sdks/{type}";

    private static string? Read(Answer answer, string path)
    {
        answer.Status.ShouldBe(200, answer.Text);
        using var archive = new ZipArchive(new MemoryStream(answer.Bytes));
        if (archive.GetEntry(path) is not { } entry)
        {
            return null;
        }

        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
