using System.Net.Http.Headers;
using System.Text;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>The management API of HTTP APIs over a socket (http-api §1, §3, §5): paths as clients encode them, raw bytes.</summary>
public sealed class HttpApiControlPlaneTests
{
    private const string QuickCreate = """{"name":"pets","protocolType":"HTTP","target":"https://example.com"}""";

    [Fact]
    public async Task An_API_lives_from_quick_create_to_deletion()
    {
        await using var server = await ServerProcess.ServeAsync();

        var created = await CallAsync(server, HttpMethod.Post, "/v2/apis", QuickCreate);
        created.Status.ShouldBe(201);
        created.Headers.GetValues("x-amz-apigw-id").Single().ShouldNotBeEmpty();
        var api = Member(created.Text, "apiId");
        (await CallAsync(server, HttpMethod.Post, $"/v2/apis/{api}/routes", """{"routeKey":"GET /pets/{id}"}""")).Status.ShouldBe(201);
        var stage = await CallAsync(server, HttpMethod.Get, $"/v2/apis/{api}/stages/%24default");
        stage.Text.ShouldContain("Successfully deployed stage with deployment ID");
        var deleted = await CallAsync(server, HttpMethod.Delete, $"/v2/apis/{api}");
        (deleted.Status, deleted.Text).ShouldBe((204, ""));
        var gone = await CallAsync(server, HttpMethod.Get, $"/v2/apis/{api}");
        gone.Status.ShouldBe(404);
        gone.Headers.GetValues("x-amzn-ErrorType").Single().ShouldStartWith("NotFoundException");
        (await server.TerminateAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Raw_slashes_and_encoded_labels_arrive()
    {
        await using var server = await ServerProcess.ServeAsync();
        var api = Member((await CallAsync(server, HttpMethod.Post, "/v2/apis", QuickCreate)).Text, "apiId");
        await CallAsync(server, HttpMethod.Post, $"/v2/apis/{api}/routes", """{"routeKey":"GET /pets/{id}"}""");
        (await CallAsync(
            server, HttpMethod.Patch, $"/v2/apis/{api}/stages/%24default",
            """{"routeSettings":{"GET /pets/{id}":{"throttlingBurstLimit":1}}}""")).Status.ShouldBe(200);

        (await CallAsync(server, HttpMethod.Delete, $"/v2/apis/{api}/stages/%24default/routesettings/GET%20%2Fpets%2F%7Bid%7D"))
            .Status.ShouldBe(204);
        var arn = $"arn:aws:apigateway:us-east-1::/apis/{api}";
        foreach (var resource in new[] { arn, Uri.EscapeDataString(arn) })
        {
            (await CallAsync(server, HttpMethod.Post, "/v2/tags/" + resource, """{"tags":{"a":"b"}}""")).Status.ShouldBe(201);
            (await CallAsync(server, HttpMethod.Get, "/v2/tags/" + resource)).Text.ShouldBe("""{"tags":{"a":"b"}}""");
        }
    }

    [Fact]
    public async Task An_export_arrives_as_the_bytes_of_the_document()
    {
        await using var server = await ServerProcess.ServeAsync();
        var api = Member((await CallAsync(server, HttpMethod.Post, "/v2/apis", QuickCreate)).Text, "apiId");

        var exported = await CallAsync(server, HttpMethod.Get, $"/v2/apis/{api}/exports/OAS30?outputType=JSON");

        exported.Status.ShouldBe(200);
        exported.Text.ShouldStartWith("{\n  \"openapi\" : \"3.0.1\",\n  \"info\" : {\n    \"title\" : \"pets\",\n");
        exported.Text.ShouldEndWith("\n}");
    }

    [Fact]
    public async Task What_was_created_survives_a_crash()
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-v2-").FullName;
        try
        {
            string before;
            string path;
            await using (var server = await ServerProcess.ServeAsync(folder))
            {
                path = "/v2/apis/" + Member((await CallAsync(server, HttpMethod.Post, "/v2/apis", QuickCreate)).Text, "apiId");
                before = (await CallAsync(server, HttpMethod.Get, path + "/stages")).Text;
                server.Kill();
            }

            await using (var server = await ServerProcess.ServeAsync(folder))
            {
                (await CallAsync(server, HttpMethod.Get, path + "/stages")).Text.ShouldBe(before);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Status, string Text, HttpResponseHeaders Headers)> CallAsync(
        ServerProcess server, HttpMethod method, string path, string? body = null)
    {
        using var client = new HttpClient();
        // The path goes out as it stands here: the escapes are what is tested.
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(method, new Uri(server.Endpoint.GetLeftPart(UriPartial.Authority) + path, options));
        request.Headers.TryAddWithoutValidation("Authorization", ServerProcess.Authorization("apigateway"));
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers);
    }

    private static string Member(string json, string name) =>
        System.Text.Json.Nodes.JsonNode.Parse(json)![name]!.GetValue<string>();
}
