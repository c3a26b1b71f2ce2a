using System.Net;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>GetExport and ImportDocumentationParts as requests on a socket (rest-control-plane §4.9, §7).</summary>
public sealed class ExportTests(ServedApi served)
{
    private const string Definition = """
        {"openapi":"3.0.1","info":{"title":"exported","version":"v é"},"paths":{"/":{"get":{
          "responses":{"200":{"description":"ok"}},
          "x-amazon-apigateway-integration":{"type":"mock","responses":{"default":{"statusCode":"200"}}}}}}}
        """;

    [Theory]
    [InlineData("oas30", "application/json", "{\n  \"openapi\" : \"3.0.1\",\n", "json")]
    [InlineData("oas30", "application/yaml", "---\nopenapi: \"3.0.1\"\n", "yaml")]
    [InlineData("swagger", "application/json", "{\n  \"swagger\" : \"2.0\",\n", "json")]
    [InlineData("swagger", "application/yaml", "---\nswagger: \"2.0\"\n", "yaml")]
    public async Task An_export_is_the_document_itself_with_its_name(string type, string accept, string begin, string extension)
    {
        var api = await served.Server.DeployAsync(Definition, "dev");

        using var response = await SendAsync(HttpMethod.Get, $"/restapis/{api}/stages/dev/exports/{type}?extensions=integrations", accept);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldStartWith(begin);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream");
        response.Content.Headers.GetValues("Content-Disposition").ShouldBe([$"attachment; filename=\"{type}_v__.{extension}\""]);
        response.Headers.Contains("x-amzn-RequestId").ShouldBeTrue();
    }

    [Theory]
    [InlineData("dev/exports/raml", 400, "BadRequestException")]
    [InlineData("dev/exports/oas30?extensions=everything", 400, "BadRequestException")]
    [InlineData("none/exports/oas30", 404, "NotFoundException")]
    public async Task What_cannot_be_exported_is_an_error_of_AWSs_form(string target, int status, string type)
    {
        using var response = await SendAsync(HttpMethod.Get, $"/restapis/{served.ApiId}/stages/{target}", "application/json");

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe([type]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Fact]
    public async Task Documentation_is_imported_published_and_exported()
    {
        var api = await served.Server.DeployAsync(Definition, "dev");

        var (status, json, _) = await served.Server.ControlAsync(
            HttpMethod.Put, $"/restapis/{api}/documentation/parts?mode=overwrite",
            """{"x-amazon-apigateway-documentation":{"documentationParts":[{"location":{"type":"METHOD","path":"/","method":"GET"},"properties":{"description":"Says nothing"}}]}}""");
        status.ShouldBe(HttpStatusCode.OK, json?.ToJsonString());
        json!["ids"]!.AsArray().Count.ShouldBe(1);
        await served.Server.ControlAsync(
            HttpMethod.Post, $"/restapis/{api}/documentation/versions", """{"documentationVersion":"v1","stageName":"dev"}""");

        using var response = await SendAsync(HttpMethod.Get, $"/restapis/{api}/stages/dev/exports/oas30", "application/yaml");

        var text = await response.Content.ReadAsStringAsync();
        text.ShouldContain("    get:\n      description: \"Says nothing\"\n");
        text.ShouldContain("x-amazon-apigateway-documentation:\n  version: \"v1\"\n");
        text.ShouldNotContain("x-amazon-apigateway-integration");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string target, string accept)
    {
        using var client = new HttpClient { BaseAddress = served.Server.Endpoint };
        using var request = new HttpRequestMessage(method, new Uri(target, UriKind.Relative));
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=0");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await client.SendAsync(request);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }
}
