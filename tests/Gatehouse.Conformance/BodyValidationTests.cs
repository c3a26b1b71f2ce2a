using System.Net;
using System.Text;
using System.Text.Json;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>Bodies and models from the outside (rest-execution §4.2, §4.3): imported, deployed and called over a socket.</summary>
public sealed class BodyValidationTests
{
    private const string Definition = """
        {"openapi":"3.0.1","info":{"title":"validated","version":"1"},
         "x-amazon-apigateway-request-validators":{"all":{"validateRequestBody":true,"validateRequestParameters":true}},
         "x-amazon-apigateway-request-validator":"all",
         "x-amazon-apigateway-gateway-responses":{"BAD_REQUEST_BODY":{"responseTemplates":{
           "text/plain":"$context.error.validationErrorString"}}},
         "components":{"schemas":{
           "Pet":{"type":"object","required":["name","kind"],"properties":{"name":{"type":"string","minLength":2},
             "kind":{"type":"string","enum":["dog","cat"]},"mother":{"$ref":"#/components/schemas/Pet"}}}}},
         "paths":{"/pets":{"post":{
           "requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Pet"}}}},
           "responses":{"200":{"description":"ok"}},
           "x-amazon-apigateway-integration":{"type":"mock","requestTemplates":{"application/json":"{\"statusCode\":200}"},
             "responses":{"default":{"statusCode":"200","responseTemplates":{"application/json":"created"}}}}}}}}
        """;

    [Fact]
    public async Task A_body_is_held_to_the_model_of_the_import_and_the_gateway_response_says_what_is_wrong()
    {
        await using var server = await ServerProcess.ServeAsync();
        var api = await server.DeployAsync(Definition, "dev");

        (await PostAsync(server, api, """{"name":"Rex","kind":"dog","mother":{"name":"Lassie","kind":"dog"}}"""))
            .ShouldBe((HttpStatusCode.OK, "created"));
        (await PostAsync(server, api, "{}")).ShouldBe(
            (HttpStatusCode.BadRequest, """[object has missing required properties (["kind","name"])]"""));
        (await PostAsync(server, api, """{"name":"Rex","kind":"dog","mother":{"name":"L","kind":"bird"}}""")).ShouldBe(
            (HttpStatusCode.BadRequest,
            """[instance value ("bird") not found in enum (possible values: ["dog","cat"]), """
            + """string "L" is too short (length: 1, required minimum: 2)]"""));
        (await PostAsync(server, api, string.Empty)).ShouldBe(
            (HttpStatusCode.BadRequest, "[Unknown error parsing request body]"));
    }

    [Fact]
    public async Task A_model_with_an_unsupported_keyword_is_refused_and_not_stored()
    {
        await using var server = await ServerProcess.ServeAsync();
        var api = await server.DeployAsync(Definition, "dev");
        var schema = JsonSerializer.Serialize("""{"type":"object","discriminator":"x"}""");

        var (status, json, _) = await server.ControlAsync(
            HttpMethod.Post, $"/restapis/{api}/models", $$"""{"name":"Odd","contentType":"application/json","schema":{{schema}}}""");

        status.ShouldBe(HttpStatusCode.BadRequest);
        json!["message"]!.GetValue<string>().ShouldBe(
            "Invalid model specified: Validation Result: warnings : [], errors : "
            + "[Invalid model schema specified. Unsupported keyword(s): [\"discriminator\"]]");
        (await server.ControlAsync(HttpMethod.Get, $"/restapis/{api}/models/Odd")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(ServerProcess server, string api, string body)
    {
        using var client = new HttpClient { BaseAddress = server.Endpoint };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/dev/pets")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Host = $"{api}.execute-api.localhost";
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
