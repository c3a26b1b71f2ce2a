using System.Text;
using Gatehouse.Execution.Integrations.Mock;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Mock;

/// <summary>rest-execution §5.8: what a MOCK's template may look like.</summary>
public sealed class LenientStatusCodeTests
{
    [Theory]
    [InlineData("{\"statusCode\": 200}", 200)]
    [InlineData("{ statusCode: 204 }", 204)] // what CDK emits
    [InlineData("{'statusCode': 404}", 404)]
    [InlineData("{\"statusCode\":500,\"x\":null}", 500)]
    [InlineData("{\"x\":,\"statusCode\":201}", 201)]
    [InlineData("{\"x\":{\"statusCode\":1,\"y\":[\"}\",{}]},\"statusCode\":202}", 202)]
    [InlineData("\n  {\n  \"statusCode\" : 200 ,\n}\n", 200)]
    [InlineData("{x: bare word, statusCode: 200}", 200)]
    [InlineData("{\"a\\\"b\":1,statusCode:200}", 200)]
    public void An_integer_is_found(string document, int status) => Read(document).ShouldBe(status);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"statusCode\": \"200\"}")]
    [InlineData("{\"statusCode\": 20.5}")]
    [InlineData("{\"statusCode\": }")]
    [InlineData("{\"statusCode\": 200")]
    [InlineData("{\"statusCode\": 200} x")]
    [InlineData("{\"status\": 200}")]
    [InlineData("{\"x\":{\"statusCode\":200}}")]
    [InlineData("{\"statusCode\" 200}")]
    public void Anything_else_is_none(string document) => Read(document).ShouldBeNull();

    [Fact]
    public void Every_prefix_of_a_document_is_none_and_no_depth_breaks_the_reader()
    {
        const string document = "{\"x\":{\"y\":[1,'2']},statusCode:200}";
        for (var length = 0; length < document.Length; length++)
        {
            Read(document[..length]).ShouldBeNull(document[..length]);
        }

        Read("{\"x\":" + new string('[', 100_000)).ShouldBeNull();
    }

    private static int? Read(string document) => LenientStatusCode.Read(Encoding.UTF8.GetBytes(document));
}
