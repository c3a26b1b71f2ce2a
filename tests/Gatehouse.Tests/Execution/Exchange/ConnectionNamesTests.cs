using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest.Headers;
using Microsoft.Extensions.Primitives;
using Shouldly;

namespace Gatehouse.Tests.Execution.Exchange;

/// <summary>RFC 9110 §7.6.1 and the security sheet §11.1: what a Connection header may make disappear.</summary>
public sealed class ConnectionNamesTests
{
    [Theory]
    [InlineData("X-Own", "X-Own", true)]
    [InlineData("x-own", "X-Own", true)]
    [InlineData("keep-alive, X-Own", "X-Own", true)]
    [InlineData("X-A , X-B", "X-A", true)]
    [InlineData("X-A , X-B", "X-B", true)]
    [InlineData("Upgrade, HTTP2-Settings", "HTTP2-Settings", true)]
    [InlineData("X-Ow", "X-Own", false)]
    [InlineData("X-Forwarded-For", "X-Forwarded-For", false)]
    [InlineData("x-amzn-trace-id", "X-Amzn-Trace-Id", false)]
    [InlineData("Authorization, Cookie", "Cookie", false)]
    [InlineData(",,", "X-Own", false)]
    public void A_named_header_ends_here_unless_the_gateway_decides_by_it(string connection, string header, bool ends) =>
        ConnectionNames.EndsHere(connection, header).ShouldBe(ends);

    [Fact]
    public void Every_line_counts() =>
        ConnectionNames.EndsHere(new StringValues(["keep-alive", "X-A , X-B"]), "X-B").ShouldBeTrue();

    [Theory]
    [InlineData("keep-alive", false)]
    [InlineData("Close", false)]
    [InlineData("X-Own", true)]
    [InlineData("keep-alive, X-Own", true)]
    public void The_usual_values_name_nothing(string connection, bool mayName) =>
        ConnectionNames.MayName(connection).ShouldBe(mayName);
}
