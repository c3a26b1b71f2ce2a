using Gatehouse.Execution.Authorizers;
using Gatehouse.Model.Documents;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers;

/// <summary>The ARN of a call has one spelling for one path: security §11.9.</summary>
public sealed class InvokeArnTests
{
    private static readonly DocumentScope Scope = new("000000000000", "us-east-1");

    [Theory]
    [InlineData("/pets/1", "pets/1")]
    [InlineData("//pets/1/", "pets/1")]     // slashes that the router does not see
    [InlineData("/", "")]
    [InlineData("", "")]
    [InlineData("/%61dmin", "admin")]       // what needs no escape
    [InlineData("/a%7eb%2D", "a~b-")]
    [InlineData("/a%21b", "a!b")]
    [InlineData("/a%2fb", "a%2Fb")]         // an escaped slash is data
    [InlineData("/a%252fb", "a%252fb")]     // decoded once only
    [InlineData("/caf%c3%a9", "caf%C3%A9")]
    [InlineData("/a*b?", "a*b%3F")]
    [InlineData("/a\"b{c}", "a%22b%7Bc%7D")]
    [InlineData("/a:b@c", "a:b@c")]
    public void A_path_of_a_REST_API_is_written_as_its_router_reads_it(string path, string expected) =>
        InvokeArn.Text(Scope, "api1", "prod", "GET", InvokeArn.RestPath(path))
            .ShouldBe($"arn:aws:execute-api:us-east-1:000000000000:api1/prod/GET/{expected}");

    [Theory]
    [InlineData("/pets/1/", "pets/1/")]     // http-api §6.3: a slash at the end counts
    [InlineData("//pets", "/pets")]         // and several do not collapse
    [InlineData("/%61dmin", "admin")]
    public void A_path_of_an_HTTP_API_keeps_its_slashes(string path, string expected) =>
        InvokeArn.Text(Scope, "api1", "$default", "GET", InvokeArn.HttpPath(path))
            .ShouldBe($"arn:aws:execute-api:us-east-1:000000000000:api1/$default/GET/{expected}");
}
