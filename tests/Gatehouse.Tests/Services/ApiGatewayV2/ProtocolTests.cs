using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>How version 2 of the API speaks (http-api §1).</summary>
public sealed class ProtocolTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task One_signing_name_serves_both_versions_by_the_path()
    {
        (await _plane.CallAsync("GET", "/v2/apis")).Text.ShouldBe("""{"items":[]}""");
        (await _plane.CallAsync("GET", "/restapis")).Text.ShouldBe("""{"item":[]}""");
        (await _plane.CallAsync("GET", "/v2/nothing")).ErrorType.ShouldBe("MissingAuthenticationTokenException");
    }

    [Fact]
    public async Task An_error_has_its_type_in_the_header_and_its_message_and_kind_in_the_body()
    {
        var answer = await _plane.CallAsync("GET", "/v2/apis/nosuchapi0/stages/dev");

        answer.Status.ShouldBe(404);
        answer.ErrorType.ShouldBe("NotFoundException");
        answer.Headers["Content-Type"].ShouldStartWith("application/json");
        answer.Headers.ContainsKey("x-amzn-RequestId").ShouldBeTrue();
        answer.Text.ShouldBe(
            """{"resourceType":"Api","message":"Invalid API identifier specified 000000000000:nosuchapi0"}""");
    }

    [Theory]
    [InlineData("%24default")]
    [InlineData("$default")]
    public async Task Labels_are_decoded(string stage)
    {
        var api = await _plane.CreateHttpApiAsync(""","target":"https://example.com" """);

        (await _plane.CallAsync("GET", $"/v2/apis/{api}/stages/{stage}")).String("stageName").ShouldBe("$default");
    }

    [Theory]
    [InlineData("name", 128)]
    [InlineData("description", 1_024)]
    [InlineData("version", 64)]
    public async Task The_ranges_of_the_shapes_names_hold_at_their_ends(string member, int max)
    {
        string Body(int length) =>
            $$"""{"name":"a","protocolType":"HTTP","{{member}}":"{{new string('x', length)}}"}""";

        (await _plane.CallAsync("POST", "/v2/apis", Body(max))).Status.ShouldBe(201);
        (await _plane.CallAsync("POST", "/v2/apis", Body(max + 1))).ErrorType.ShouldBe("BadRequestException");
    }

    [Theory]
    [InlineData("integrationUri", 2_048)]
    [InlineData("description", 1_024)]
    [InlineData("connectionId", 1_024)]
    public async Task The_ranges_of_an_integration_hold(string member, int max)
    {
        var api = await _plane.CreateHttpApiAsync();
        var value = "https://example.com/" + new string('x', max);

        (await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/integrations",
            $$"""{"integrationType":"HTTP_PROXY","integrationMethod":"ANY","integrationUri":"https://example.com","{{member}}":"{{value}}"}"""))
            .Message.ShouldStartWith($"Invalid {member} specified: the length must be between ");
    }

    [Fact]
    public async Task Another_writer_who_never_rests_is_a_conflict_that_clients_retry()
    {
        var api = await _plane.CreateHttpApiAsync();
        _plane.Store.BeforeCommit = batch => throw new Gatehouse.Model.Documents.DocumentConflictException(batch.Writes[0].Key);

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/routes", """{"routeKey":"GET /"}""")).ShouldRefuse(
            409, "ConflictException",
            "Unable to complete operation due to concurrent modification. Please try again later.");
    }
}
