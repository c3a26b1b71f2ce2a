using Gatehouse.Execution.Caching;
using Microsoft.Extensions.Primitives;
using Shouldly;

namespace Gatehouse.Tests.Execution.Caching;

/// <summary>Sheet §9.1: only <c>max-age=0</c> invalidates.</summary>
public sealed class CacheControlTests
{
    [Theory]
    [InlineData("max-age=0", true)]
    [InlineData("Max-Age=0", true)]
    [InlineData("no-cache, max-age=0", true)]
    [InlineData("max-age=\"0\"", true)]
    [InlineData(" , max-age=0 ,", true)]
    [InlineData("max-age=00", false)]
    [InlineData("max-age=01", false)]
    [InlineData("max-age=0x", false)]
    [InlineData("max-age=10", false)]
    [InlineData("x-max-age=0", false)]
    [InlineData("no-cache", false)]
    [InlineData("no-store", false)]
    [InlineData("", false)]
    public void Only_a_maximum_age_of_zero_asks_for_a_fresh_answer(string header, bool asks) =>
        CacheControl.AsksForFresh(header).ShouldBe(asks);

    [Fact]
    public void The_directive_may_stand_in_any_line() =>
        CacheControl.AsksForFresh(new StringValues(["no-cache", "max-age=0"])).ShouldBeTrue();
}
