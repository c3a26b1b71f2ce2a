using System.Text;
using Gatehouse.Execution.Faults;
using Shouldly;

namespace Gatehouse.Tests.Execution.Faults;

/// <summary>rest-execution §7.1: types, statuses, error types and byte-exact bodies.</summary>
public sealed class GatewayResponseTableTests
{
    [Theory]
    [InlineData("ACCESS_DENIED", 403, "AccessDeniedException", "{\"Message\":\"User is not authorized to access this resource\"}")]
    [InlineData("API_CONFIGURATION_ERROR", 500, "InternalServerErrorException", "{\"message\": \"Internal server error\"}")]
    [InlineData("AUTHORIZER_CONFIGURATION_ERROR", 500, "AuthorizerConfigurationException", "{\"message\":null}")]
    [InlineData("AUTHORIZER_FAILURE", 500, "AuthorizerFailureException", "{\"message\":null}")]
    [InlineData("BAD_REQUEST_BODY", 400, "BadRequestException", "{\"message\": \"Invalid request body\"}")]
    [InlineData("BAD_REQUEST_PARAMETERS", 400, "BadRequestException", "{\"message\": \"Missing required request parameters: []\"}")]
    [InlineData("DEFAULT_4XX", 400, "BadRequestException", "{\"message\": \"Bad Request\"}")]
    [InlineData("DEFAULT_5XX", 500, "InternalServerErrorException", "{\"message\": \"Internal server error\"}")]
    [InlineData("INVALID_SIGNATURE", 403, "InvalidSignatureException",
        "{\"message\":\"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        + "Key and signing method. Consult the service documentation for details.\"}")]
    [InlineData("EXPIRED_TOKEN", 403, "ExpiredTokenException", "{\"message\":\"The security token included in the request is expired\"}")]
    [InlineData("INTEGRATION_FAILURE", 504, "InternalServerErrorException", "{\"message\": \"Network error communicating with endpoint\"}")]
    [InlineData("INTEGRATION_TIMEOUT", 504, "InternalServerErrorException", "{\"message\": \"Endpoint request timed out\"}")]
    [InlineData("INVALID_API_KEY", 403, "ForbiddenException", "{\"message\":\"Forbidden\"}")]
    [InlineData("MISSING_AUTHENTICATION_TOKEN", 403, "MissingAuthenticationTokenException", "{\"message\":\"Missing Authentication Token\"}")]
    [InlineData("QUOTA_EXCEEDED", 429, "LimitExceededException", "{\"message\":\"Limit Exceeded\"}")]
    [InlineData("REQUEST_TOO_LARGE", 413, null, "HTTP content length exceeded 10485760 bytes.")]
    [InlineData("RESOURCE_NOT_FOUND", 404, "ResourceNotFoundException", "{\"message\":\"Not Found\"}")]
    [InlineData("THROTTLED", 429, "TooManyRequestsException", "{\"message\":\"Too Many Requests\"}")]
    [InlineData("UNAUTHORIZED", 401, "UnauthorizedException", "{\"message\":\"Unauthorized\"}")]
    [InlineData("UNSUPPORTED_MEDIA_TYPE", 415, "BadRequestException", "{\"message\": \"Unsupported Media Type\"}")]
    [InlineData("WAF_FILTERED", 403, "ForbiddenException", "{\"message\":\"Forbidden\"}")]
    public void Each_type_has_its_status_error_type_and_body(string name, int status, string? errorType, string body)
    {
        var fault = GatewayFault.Of(GatewayResponseTable.FindByName(name)!.Value);

        (fault.Status, fault.ErrorType, Encoding.UTF8.GetString(fault.Body.Span)).ShouldBe((status, errorType, body));
    }

    [Fact]
    public void There_are_21_types_in_the_order_of_their_values()
    {
        GatewayResponseTable.Rows.Length.ShouldBe(21);
        GatewayResponseTable.Rows.Select(row => (int)row.Type).ShouldBe(Enumerable.Range(0, 21));
        GatewayResponseTable.Rows.Select(row => row.Name).Distinct().Count().ShouldBe(21);
        GatewayResponseTable.FindByName("NOPE").ShouldBeNull();
    }

    [Fact]
    public void Lengths_are_those_of_the_captures() // §7.1: 23, 42, 36 and 41 bytes
    {
        GatewayFaults.InvalidApiKey.Body.Length.ShouldBe(23);
        GatewayFaults.MissingAuthenticationToken.Body.Length.ShouldBe(42);
        GatewayFaults.InternalError.Body.Length.ShouldBe(36);
        GatewayFaults.IntegrationTimeout.Body.Length.ShouldBe(41);
    }

    [Fact]
    public void Missing_parameters_are_named_in_the_message() =>
        Encoding.UTF8.GetString(GatewayFaults.MissingParameters(["a", "b"]).Body.Span)
            .ShouldBe("{\"message\": \"Missing required request parameters: [a, b]\"}");

    [Fact]
    public void An_incomplete_signature_says_what_lacks() // §2
    {
        GatewayFaults.ForUnmatched("AWS4-HMAC-SHA256 Credential=x", isDated: true).Message!.ShouldBe(
            "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. "
            + "Authorization=AWS4-HMAC-SHA256 Credential=x");
        GatewayFaults.ForUnmatched("AWS4-HMAC-SHA256 Credential=x, SignedHeaders=y, Signature=z", isDated: true).Type
            .ShouldBe(GatewayResponseType.MissingAuthenticationToken);
        GatewayFaults.ForUnmatched("AWS4-HMAC-SHA256 Credential=x, SignedHeaders=y, Signature=z", isDated: false).Message!.ShouldBe(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
            + "Authorization=AWS4-HMAC-SHA256 Credential=x, SignedHeaders=y, Signature=z");
    }
}
