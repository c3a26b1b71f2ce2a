using Gatehouse.Execution.Addressing;
using Shouldly;

namespace Gatehouse.Tests.Execution.Addressing;

/// <summary>rest-execution §1.1, host and path forms; design, "Invoke URLs".</summary>
public sealed class InvokeAddressParserTests
{
    [Theory]
    [InlineData("abc.execute-api.localhost:4566", "/prod/pets?x=1", "abc", "prod", "/pets")]
    [InlineData("ABC.Execute-API.us-east-1.amazonaws.com", "/prod", "ABC", "prod", "")]
    [InlineData("abc.execute-api.us-east-1.amazonaws.com.cn", "/", "abc", "", "")]
    [InlineData("abc-vpce-0a1b.execute-api.us-east-1.amazonaws.com", "/prod/", "abc", "prod", "/")]
    [InlineData("abc.execute-api", "//prod//x", "abc", "prod", "//x")]
    [InlineData("localhost:4566", "/_aws/execute-api/abc/prod/pets/1", "abc", "prod", "/pets/1")]
    [InlineData("localhost", "/_aws/execute-api/abc", "abc", "", "")]
    [InlineData("localhost", "/restapis/abc/prod/_user_request_/pets?a=/b", "abc", "prod", "/pets")]
    [InlineData("localhost", "/restapis/abc/prod/_user_request_", "abc", "prod", "")]
    [InlineData("abc.execute-api.localhost", "http://abc.execute-api.localhost/prod/x", "abc", "prod", "/x")]
    public void Recognises_every_form(string host, string target, string api, string stage, string resource)
    {
        InvokeAddressParser.TryParse(host, target, default, out var address).ShouldBeTrue();

        address.ApiId.ToString().ShouldBe(api);
        address.Stage.ToString().ShouldBe(stage);
        target[address.ResourceStart..address.PathEnd].ShouldBe(resource);
    }

    [Fact]
    public void The_header_names_the_API_behind_an_endpoints_public_name()
    {
        InvokeAddressParser.TryParse(
            "vpce-0a-1b.execute-api.us-east-1.vpce.amazonaws.com", "/prod/x", "abc", out var address).ShouldBeTrue();

        address.ApiId.ToString().ShouldBe("abc");
    }

    [Theory]
    [InlineData("localhost:4566", "/restapis")]
    [InlineData("localhost:4566", "/restapis/abc/resources")]
    [InlineData("localhost:4566", "/restapis/abc/stages/prod")]
    [InlineData("localhost:4566", "/restapis/abc/prod/_user_request_x/pets")]
    [InlineData("localhost:4566", "/_aws/execute-api/")]
    [InlineData("api.example.com", "/prod")]
    [InlineData("abc.execute-apix.localhost", "/prod")]
    [InlineData(".execute-api.localhost", "/prod")]
    [InlineData("", "/")]
    [InlineData("abc.execute-api.localhost", "*")]
    public void Leaves_everything_else_to_the_other_planes(string host, string target) =>
        InvokeAddressParser.TryParse(host, target, default, out _).ShouldBeFalse();

    [Fact]
    public void No_prefix_of_an_address_makes_it_throw()
    {
        const string target = "/restapis/abc/prod/_user_request_/pets?a=b";
        for (var length = 0; length <= target.Length; length++)
        {
            InvokeAddressParser.TryParse("localhost", target.AsSpan(0, length), default, out _);
        }
    }
}
