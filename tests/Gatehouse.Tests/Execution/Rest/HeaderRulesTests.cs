using Gatehouse.Execution.Rest.Headers;
using Shouldly;

namespace Gatehouse.Tests.Execution.Rest;

/// <summary>rest-execution §1.5: the rewrite table, column by column (HTTP, HTTP_PROXY, Lambda; P pass, D drop, R remap).</summary>
public sealed class HeaderRulesTests
{
    [Theory]
    [InlineData("Age", "PPP", "PPP")]
    [InlineData("Accept", "PPP", "DPP")]
    [InlineData("Accept-Charset", "PPP", "PPP")]
    [InlineData("Accept-Encoding", "PPP", "PPP")]
    [InlineData("Authorization", "PPP", "RRR")]
    [InlineData("Connection", "PPD", "RRR")]
    [InlineData("Content-Encoding", "PDP", "PPP")]
    [InlineData("Content-Length", "DDD", "RRR")]
    [InlineData("Content-MD5", "DDD", "RRR")]
    [InlineData("Content-Type", "PPP", "PPP")]
    [InlineData("Date", "PPP", "RRR")]
    [InlineData("Expect", "DDD", "DDD")]
    [InlineData("Host", "DDD", "DDD")]
    [InlineData("Max-Forwards", "DDD", "RRR")]
    [InlineData("Pragma", "PPP", "PPP")]
    [InlineData("Proxy-Authenticate", "DDD", "DDD")]
    [InlineData("Range", "PPP", "PPP")]
    [InlineData("Referer", "PPP", "PPP")]
    [InlineData("Server", "DDD", "RRR")]
    [InlineData("TE", "DDD", "DDD")]
    [InlineData("Transfer-Encoding", "DDD", "DDD")]
    [InlineData("Trailer", "DDD", "DDD")]
    [InlineData("Upgrade", "DDD", "DDD")]
    [InlineData("User-Agent", "PPP", "RRR")]
    [InlineData("Via", "DDP", "PDD")]
    [InlineData("Warn", "PPP", "PPP")]
    [InlineData("WWW-Authenticate", "DDD", "RRR")]
    [InlineData("X-Anything", "PPP", "PPP")]
    public void Each_row_in_both_directions_and_three_families(string name, string towardIntegration, string towardClient)
    {
        var families = new[] { HeaderFamily.Http, HeaderFamily.HttpProxy, HeaderFamily.Function };

        string.Concat(families.Select(f => Letter(HeaderRules.TowardIntegration(name, f)))).ShouldBe(towardIntegration);
        string.Concat(families.Select(f => Letter(HeaderRules.TowardClient(name.ToLowerInvariant(), f, out _)))).ShouldBe(towardClient);
    }

    [Fact]
    public void A_remapped_name_keeps_the_backends_spelling() // the capture: x-amzn-Remapped-Content-Length
    {
        HeaderRules.TowardClient("Content-Length", HeaderFamily.Function, out var usual);
        HeaderRules.TowardClient("content-length", HeaderFamily.Function, out var lower);

        usual.ShouldBe("x-amzn-Remapped-Content-Length");
        lower.ShouldBe("x-amzn-Remapped-content-length");
    }

    [Fact]
    public void A_signature_is_recognised() // §1.5, Authorization
    {
        HeaderRules.IsSignature("AWS4-HMAC-SHA256 Credential=x").ShouldBeTrue();
        HeaderRules.IsSignature("Bearer x").ShouldBeFalse();
    }

    private static char Letter(HeaderAction action) => action switch
    {
        HeaderAction.Pass => 'P',
        HeaderAction.Drop => 'D',
        _ => 'R',
    };
}
