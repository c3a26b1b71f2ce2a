using System.Net;
using System.Text;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Validation;

/// <summary>Request bodies against models (rest-execution §4.2, §4.3).</summary>
public sealed class BodyValidationTests
{
    private const string Models = $"https://apigateway.amazonaws.com/restapis/{ApiBuilder.ApiId}/models/";

    [Fact]
    public async Task A_body_that_meets_its_model_passes_and_any_other_answers_400_and_says_why_in_the_record()
    {
        await using var harness = await StartAsync(("application/json", "Login"));

        using var good = await PostAsync(harness, """{"email":"a@b.c","password":"x"}""", "application/json");
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusesAsync(
            harness, "{}", "application/json; charset=utf-8",
            "Request body does not match model schema for content type application/json: "
            + "[object has missing required properties ([\"email\",\"password\"])]"); // the capture of §4.3
    }

    [Theory]
    [InlineData("")] // §4.2: an empty body fails
    [InlineData("{\"email\":")]
    [InlineData("not json")]
    public async Task What_is_no_JSON_fails_as_unknown(string body)
    {
        await using var harness = await StartAsync(("application/json", "Login"));

        await RefusesAsync(
            harness, body, "application/json",
            "Request body does not match model schema for content type application/json: "
            + "[Unknown error parsing request body]");
    }

    [Fact]
    public async Task The_content_type_chooses_the_model_and_a_type_without_one_skips_validation() // §4.2
    {
        await using var harness = await StartAsync(("application/json", "Login"), ("application/xml", "Number"));

        using var skipped = await PostAsync(harness, "anything", "text/plain");
        skipped.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var other = await PostAsync(harness, "5", "Application/XML");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusesAsync(
            harness, "{}", "application/xml",
            "Request body does not match model schema for content type application/xml: "
            + "[instance type (object) does not match any allowed primitive type (allowed: [\"integer\",\"number\"])]");
        // No Content-Type means JSON.
        using var bare = await PostAsync(harness, "{}", null);
        ((int)bare.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task The_default_model_takes_the_types_that_have_none() // §4.2
    {
        await using var harness = await StartAsync(("$default", "Number"), ("application/json", "Login"));

        await RefusesAsync(
            harness, "\"x\"", "text/csv",
            "Request body does not match model schema for content type text/csv: "
            + "[instance type (string) does not match any allowed primitive type (allowed: [\"integer\",\"number\"])]");
        using var good = await PostAsync(harness, "7", "text/csv");
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Models_that_refer_to_each_other_are_held_to_in_depth() // §4.3
    {
        await using var harness = await StartAsync(("application/json", "Tree"));

        using var good = await PostAsync(harness, """{"value":1,"left":{"value":2,"right":{"value":3}}}""", "application/json");
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var bad = await PostAsync(harness, """{"value":1,"left":{"value":2,"right":{"value":"3"}}}""", "application/json");
        ((int)bad.StatusCode).ShouldBe(400);
    }

    [Theory]
    [InlineData("Dangling")] // §4.2: a dangling $ref fails
    [InlineData("Gone")]
    [InlineData("Broken")]
    public async Task A_model_that_cannot_be_found_or_read_lets_no_body_pass(string model)
    {
        await using var harness = await StartAsync(("application/json", model));

        using var answer = await PostAsync(harness, """{"a":1}""", "application/json");

        ((int)answer.StatusCode).ShouldBe(400);
        harness.Records.Records[^1].Detail!.ShouldContain($"odel {model}");
    }

    [Fact]
    public async Task Empty_may_be_named_after_it_is_gone() // rest-control-plane §2.18
    {
        await using var harness = await StartAsync(("application/json", "Empty"));

        using var good = await PostAsync(harness, """{"a":1}""", "application/json");
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var bad = await PostAsync(harness, "[]", "application/json");
        ((int)bad.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task Without_a_validator_nothing_is_enforced() // §4.2
    {
        var api = Api(("application/json", "Login"), validatorId: null);
        await using var harness = await ExecutionHarness.StartAsync(api);

        using var answer = await PostAsync(harness, "{}", "application/json");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_gateway_response_shows_what_is_wrong() // §7.2, error.validationErrorString
    {
        var api = Api(("application/json", "Login"), "body00");
        api.GatewayResponses.Add(new GatewayResponseDocument
        {
            ResponseType = "BAD_REQUEST_BODY",
            ResponseTemplates = ApiBuilder.Map(
                ("application/json", "$context.error.message|$context.error.validationErrorString|$context.error.responseType")),
        });
        await using var harness = await ExecutionHarness.StartAsync(api);

        using var answer = await PostAsync(harness, """{"email":1,"password":"x"}""", "application/json");

        (await answer.Content.ReadAsStringAsync()).ShouldBe(
            "Invalid request body|[instance type (integer) does not match any allowed primitive type "
            + "(allowed: [\"string\"])]|BAD_REQUEST_BODY");
    }

    private static async Task RefusesAsync(ExecutionHarness harness, string body, string? type, string detail)
    {
        using var answer = await PostAsync(harness, body, type);
        ((int)answer.StatusCode).ShouldBe(400);
        answer.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["BadRequestException"]);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Invalid request body\"}");
        var record = harness.Records.Records[^1];
        record.GatewayResponseType.ShouldBe("BAD_REQUEST_BODY");
        record.Detail.ShouldBe(detail);
    }

    private static Task<HttpResponseMessage> PostAsync(ExecutionHarness harness, string body, string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        return harness.SendAsync(
            "POST", $"http://127.0.0.1:{harness.Port}/prod/x", content, type is null ? [] : [("Content-Type", type)]);
    }

    private static Task<ExecutionHarness> StartAsync(params (string Type, string Model)[] models) =>
        ExecutionHarness.StartAsync(Api(models, "body00"));

    private static ApiBuilder Api((string Type, string Model) model, string? validatorId) => Api([model], validatorId);

    private static ApiBuilder Api((string Type, string Model)[] models, string? validatorId)
    {
        // A body is looked at by the validator alone: the mock answers any type.
        var mock = ApiBuilder.MockOf("{\"ok\":true}") with
        {
            RequestTemplates = ApiBuilder.Map<string?>(("$default", "{\"statusCode\": 200}")),
        };
        var api = new ApiBuilder().Method("/x", "POST", mock, method => method with
        {
            RequestValidatorId = validatorId,
            RequestModels = ApiBuilder.Map(models.Select(one => (one.Type, one.Model)).ToArray()),
        });
        api.Validators.Add(new RequestValidatorDocument { Id = "body00", Name = "body", ValidateRequestBody = true });
        foreach (var (name, schema) in Schemas)
        {
            api.Models.Add(new ModelDocument { Id = "m" + name, Name = name, Schema = schema });
        }
        return api;
    }

    private static readonly (string Name, string Schema)[] Schemas =
    [
        ("Login", """{"type":"object","required":["password","email"],"properties":{"email":{"type":"string"}}}"""),
        ("Number", """{"type":"number"}"""),
        ("Tree", """
            {"type":"object","required":["value"],"properties":{"value":{"$ref":"@Number"},"left":{"$ref":"@Tree"},
            "right":{"$ref":"@Tree"}}}
            """.Replace("@", Models, StringComparison.Ordinal)),
        ("Dangling", """{"properties":{"never":{"$ref":"@Nobody"}}}""".Replace("@", Models, StringComparison.Ordinal)),
        ("Broken", """{"type":"no such type"}"""),
    ];
}
