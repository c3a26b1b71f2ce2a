using System.Text;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Rest;

/// <summary>rest-execution §3: which error wins when a request deserves several.</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData("acl", "auth key parameters body type", 403, "{\"message\":\"Forbidden\"}")]
    [InlineData("auth", "key parameters body type", 401, "{\"message\":\"Unauthorized\"}")]
    [InlineData("key", "parameters body type", 403, "{\"message\":\"Forbidden\"}")]
    [InlineData("parameters", "body type", 400, "{\"message\": \"Missing required request parameters: [q]\"}")]
    [InlineData("body", "type", 400, "{\"message\": \"Invalid request body\"}")]
    [InlineData("type", "", 415, "{\"message\": \"Unsupported Media Type\"}")]
    [InlineData("", "", 200, "ok")]
    public async Task The_first_that_refuses_answers(string first, string later, int status, string body)
    {
        var faults = (first + " " + later).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var api = new ApiBuilder().Method(
            "/x", "POST",
            ApiBuilder.MockOf("ok") with { PassthroughBehavior = faults.Contains("type") ? "NEVER" : "WHEN_NO_MATCH" },
            m => m with
            {
                AuthorizationType = faults.Contains("auth") ? "CUSTOM" : "NONE",
                AuthorizerId = "auth01",
                ApiKeyRequired = faults.Contains("key"),
                RequestValidatorId = "val001",
                RequestParameters = ApiBuilder.Map(("method.request.querystring.q", faults.Contains("parameters"))),
                // A model that does not exist lets no body pass (§4.2).
                RequestModels = faults.Contains("body") ? ApiBuilder.Map(("$default", "Gone")) : null,
            });
        api.Authorizers.Add(new AuthorizerDocument
        {
            Id = "auth01", Name = "a", Type = "TOKEN", IdentitySource = "method.request.header.Auth",
        });
        api.Validators.Add(new RequestValidatorDocument
        {
            Id = "val001", Name = "v", ValidateRequestBody = true, ValidateRequestParameters = true,
        });
        await using var harness = await ExecutionHarness.StartAsync(
            api, stage => faults.Contains("acl") ? stage with { WebAclArn = "arn:aws:wafv2:us-east-1:0:regional/webacl/a/b" } : stage);

        var response = await harness.SendAsync(
            "POST", "/prod/x", new StringContent("{}", Encoding.UTF8, faults.Contains("type") ? "text/plain" : "application/json"));

        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, body));
    }
}
