using Shouldly;
using static Gatehouse.Conformance.WebSockets.SocketCase;
using static Gatehouse.Conformance.WebSockets.SocketFrame;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>Group 7: the closing handshake (RFC 6455 §5.5.1, §7; websocket-api §7.3).</summary>
public sealed class CloseTests(EchoApi api)
{
    private static readonly SocketTable Table = new(Rows());

    public static TheoryData<string> Cases => Table.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_closing_frame_is_answered_or_fails_the_connection(string name) => Table.RunAsync(name, api);

    [Fact]
    public async Task A_client_that_just_goes_harms_nobody()
    {
        using var other = await api.OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            using var gone = await api.OpenAsync();
            await gone.SendAsync(OfText("x"));
            gone.Reset();
        }

        await other.SendAsync(OfText("still here"));

        (await other.ReadMessageAsync()).PayloadText.ShouldBe("still here");
    }

    private static IEnumerable<SocketCase> Rows() => [.. Orderly(), .. Codes(), .. Reasons()];

    private static IEnumerable<SocketCase> Orderly()
    {
        yield return new("7.1.1 a message, then a closing frame", Send(OfText("a")), Echo("a"), Send(OfClose(1000)), Closes(1000));
        yield return new("7.1.2 two closing frames", Send(OfClose(1000), OfClose(1001)), Closes(1000));
        yield return new("7.1.3 a ping after a closing frame is not answered", Send(OfClose(1000), OfPing("late")), Closes(1000));
        yield return new("7.1.4 a message after a closing frame is not answered", Send(OfClose(1000), OfText("late")), Closes(1000));
        yield return new("7.1.5 a closing frame inside a message", Send(OfText("a").More(), OfClose(1000), OfContinuation("b")), Closes(1000));
        yield return new("7.1.6 a great message, then a closing frame at once",
            Send(OfText(new string('x', 32_768))), Echo(new string('x', 32_768)), Send(OfClose(1000)), Closes(1000));
        yield return new("7.1.7 anything after a closing frame is not even looked at", Send(OfClose(1000), new SocketFrame(15, [1])), Closes(1000));
        yield return new("7.3.1 a closing frame without a code", Send(OfClose()), Closes(1005));
        yield return new("7.3.2 a closing frame with half a code", Send(new SocketFrame(Close, [0x03])), Fails(1002));
        yield return new("7.3.3 a closing frame with a code", Send(OfClose(1000)), Closes(1000));
        yield return new("7.3.4 a closing frame with a reason", Send(OfClose(1000, "Bye – see you")), Closes(1000, "Bye – see you"));
        yield return new("7.3.5 the greatest closing frame", Send(OfClose(1000, new string('r', 123))), Closes(1000, new string('r', 123)));
        yield return new("7.3.6 a closing frame that is too great", Send(OfClose(1000, new string('r', 124))), Fails(1002));
        yield return new("7.3.7 a closing frame, octet by octet", SendIn(1, OfClose(4_000, "slow")), Closes(4_000, "slow"));
    }

    private static IEnumerable<SocketCase> Codes()
    {
        foreach (var code in new[] { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999 })
        {
            yield return new($"7.7 the code {code}", Send(OfClose(code)), Closes(code));
            yield return new($"7.7 the code {code} with a reason", Send(OfClose(code, "because")), Closes(code, "because"));
        }

        foreach (var code in new[] { 0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535 })
        {
            yield return new($"7.9 the code {code} is none", Send(OfClose(code)), Fails(1002));
            yield return new($"7.9 the code {code} is none, with a reason", Send(OfClose(code, "because")), Fails(1002));
        }
    }

    private static IEnumerable<SocketCase> Reasons()
    {
        foreach (var (what, bytes) in Utf8Samples.Valid().Skip(2).Take(6))
        {
            yield return new($"7.5 a reason of {what}", Send(OfClose(1000, bytes)), Closes(1000, System.Text.Encoding.UTF8.GetString(bytes)));
        }

        foreach (var (what, bytes, _) in Utf8Samples.Invalid().Where(static (_, index) => index % 5 == 0))
        {
            yield return new($"7.5 a reason that is no text: {what}", Send(OfClose(1000, bytes)), Fails(1007));
        }
    }
}
