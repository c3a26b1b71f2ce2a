using System.Net;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>Bad input to the control plane: AWS's error type, status and message, nothing stored.</summary>
public sealed class ControlPlaneErrorTests(ServedApi served)
{
    [Theory]
    [InlineData("/restapis", "{", 400, "SerializationException", null)]
    [InlineData("/restapis", """{"name": 7}""", 400, "SerializationException", null)]
    [InlineData("/restapis", """{"name": ["x"]}""", 400, "SerializationException", null)]
    [InlineData("/restapis/nosuchapi0/deployments", "{}", 404, "NotFoundException", "Invalid API identifier specified 000000000000:nosuchapi0")]
    [InlineData("/restapis?mode=import", "not: [an api", 400, "BadRequestException", null)]
    public async Task A_bad_post_is_refused(string path, string body, int status, string type, string? message)
    {
        var before = await CountApisAsync();

        var (actual, json, response) = await served.Server.ControlAsync(HttpMethod.Post, path, body);

        ((int)actual).ShouldBe(status, json?.ToJsonString());
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe([type]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        if (message is not null)
        {
            json!["message"]!.GetValue<string>().ShouldBe(message);
        }

        (await CountApisAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        var (status, json, _) = await served.Server.ControlAsync(
            HttpMethod.Post, "/restapis", """{"name":"odd","unheardOf":{"deep":[1]}}""");

        status.ShouldBe(HttpStatusCode.Created);
        await served.Server.ControlAsync(HttpMethod.Delete, $"/restapis/{json!["id"]}");
    }

    [Fact]
    public async Task A_bad_patch_changes_nothing()
    {
        var (status, json, _) = await served.Server.ControlAsync(
            HttpMethod.Patch, $"/restapis/{served.ApiId}",
            """{"patchOperations":[{"op":"replace","path":"/name","value":"changed"},{"op":"replace","path":"/nonsense","value":"x"}]}""");

        status.ShouldBe(HttpStatusCode.BadRequest);
        json!["message"]!.GetValue<string>().ShouldBe("Invalid patch path /nonsense"); // rest-control-plane §1.11 family C
        var (_, api, _) = await served.Server.ControlAsync(HttpMethod.Get, $"/restapis/{served.ApiId}");
        api!["name"]!.GetValue<string>().ShouldBe("golden");
    }

    [Fact]
    public async Task A_call_without_a_signature_is_refused()
    {
        using var client = new HttpClient { BaseAddress = served.Server.Endpoint };

        using var response = await client.GetAsync(new Uri("/restapis", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["MissingAuthenticationTokenException"]);
        (await response.Content.ReadAsStringAsync()).ShouldContain("Missing Authentication Token");
    }

    [Fact]
    public async Task An_operation_that_is_not_built_answers_501_and_names_itself()
    {
        var (status, json, _) = await served.Server.ControlAsync(HttpMethod.Get, "/v2/portals", null);

        status.ShouldBe(HttpStatusCode.NotImplemented);
        json!["message"]!.GetValue<string>().ShouldContain("ListPortals");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var (status, _, _) = await served.Server.ControlAsync(
            HttpMethod.Post, "/restapis", "{\"name\":\"" + new string('a', 12_000_000) + "\"}");

        status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private async Task<int> CountApisAsync()
    {
        var (_, json, _) = await served.Server.ControlAsync(HttpMethod.Get, "/restapis?limit=500");
        return json!["item"]!.AsArray().Count;
    }
}
