using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance.BackendFaults;

/// <summary>Asks whether the gateway kept the connection of the call before: the backend answers its connection's number.</summary>
internal static class ConnectionFate
{
    public static async Task CheckAsync(Func<Task<RawResponse>> send, bool isReused)
    {
        var next = await send();
        next.Status.ShouldBe(200);
        if (isReused && next.Text != "1")
        {
            // A client may be back before the gateway has put the connection away. It then opened a second one: of two
            // calls at once, one still has to come over the first.
            next.Text.ShouldBe("2");
            var both = await Task.WhenAll(send(), send());
            both.Select(static answer => answer.Text).ShouldContain("1");
            return;
        }

        next.Text.ShouldBe(isReused ? "1" : "2");
    }
}
