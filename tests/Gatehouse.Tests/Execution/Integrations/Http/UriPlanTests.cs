using Gatehouse.Execution.Integrations.Http;
using Gatehouse.Execution.Mapping;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http;

/// <summary>rest-execution §5.2: the URI forms of HTTP integrations.</summary>
public sealed class UriPlanTests
{
    [Theory]
    [InlineData("http://a.example", "a.example", 80, "/")]
    [InlineData("https://a.example/x/y", "a.example", 443, "/x/y")]
    [InlineData("HTTP://a.example:8080/x?y=/z", "a.example", 8080, "/x?y=/z")]
    [InlineData("http://127.0.0.1:5090/big?/", "127.0.0.1", 5090, "/big?/")]
    [InlineData("http://[::1]:8080/x#part", "[::1]", 8080, "/x")]
    [InlineData("http://a.example?q=1", "a.example", 80, "/?q=1")]
    [InlineData("http://a.example/a b/{none}/é", "a.example", 80, "/a%20b/%7Bnone%7D/%C3%A9")]
    [InlineData("http://a.example/a%2Fb", "a.example", 80, "/a%2Fb")]
    public void An_address_gives_its_target_and_its_path(string text, string host, int port, string target)
    {
        var plan = UriPlan.TryCompile(text, ParameterMapping.Empty, null).ShouldNotBeNull();

        (plan.FixedTarget!.Host, plan.FixedTarget.Port).ShouldBe((host, port));
        var buffer = new CharBuffer(stackalloc char[8]); // grows
        plan.WriteTarget(ref buffer, null!, null);
        buffer.Written.ToString().ShouldBe(target);
        buffer.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://a.example")]
    [InlineData("http://")]
    [InlineData("http:///x")]
    [InlineData("http://a.example:22/")]
    [InlineData("http://a.example:99999/")]
    [InlineData("http://a.example:x/")]
    [InlineData("http://user@a.example/")]
    [InlineData("http://a b/")]
    [InlineData("arn:aws:x")]
    public void What_is_no_address_does_not_compile(string text) =>
        UriPlan.TryCompile(text, ParameterMapping.Empty, null).ShouldBeNull();
}
