using Shouldly;

namespace Gatehouse.Tests.Services.Skeleton;

/// <summary>Texts: security §1.9.</summary>
public sealed class LoopbackAuthenticatorTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_header_of_another_scheme_is_not_echoed()
    {
        var answer = await SendAsync("Bearer abc");

        (answer.Status, answer.ErrorType).ShouldBe((403, "IncompleteSignatureException"));
        answer.Message.ShouldStartWith(
            "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '");
        answer.Message.ShouldNotContain("abc");
    }

    [Fact]
    public async Task Missing_parts_are_told_one_sentence_each_in_order()
    {
        var answer = await _plane.SendAsync("GET", "/restapis", null, ("Authorization", "AWS4-HMAC-SHA256 x=y"));

        answer.ErrorType.ShouldBe("IncompleteSignatureException");
        answer.Message.ShouldStartWith(
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
            + "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a "
            + "'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=");
    }

    [Theory]
    [InlineData("test/20260101/us-east-1/apigateway", "IncompleteSignatureException")]
    [InlineData("test/20260101/us-east-1/apigateway/aws5_request", "InvalidSignatureException")]
    [InlineData("test/20260101/US EAST/apigateway/aws4_request", "InvalidSignatureException")]
    [InlineData("test//us-east-1/apigateway/aws4_request", "IncompleteSignatureException")]
    public async Task A_malformed_credential_scope_is_refused(string credential, string type)
    {
        var answer = await SendAsync($"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0");

        (answer.Status, answer.ErrorType).ShouldBe((403, type));
    }

    [Fact]
    public async Task A_presigned_query_names_the_caller_too()
    {
        var answer = await _plane.SendAsync(
            "GET",
            "/restapis?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20260101%2Fus-east-1%2Fapigateway%2Faws4_request"
            + "&X-Amz-Date=20260101T000000Z&X-Amz-SignedHeaders=host&X-Amz-Expires=60&X-Amz-Signature=0",
            null);

        answer.Status.ShouldBe(200, answer.Text);
    }

    private Task<Answer> SendAsync(string authorization) => _plane.SendAsync(
        "GET", "/restapis", null, ("Authorization", authorization), ("X-Amz-Date", "20260101T000000Z"));
}
