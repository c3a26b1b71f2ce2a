using static Gatehouse.Conformance.WebSockets.SocketCase;
using static Gatehouse.Conformance.WebSockets.SocketFrame;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>Group 9: how much is taken (websocket-api §5.1: frames of 32 KiB, messages of 128 KiB), and how fast.</summary>
public sealed class LimitTests(EchoApi api)
{
    private const int FrameBytes = 32_768;

    private const int MessageBytes = 131_072;

    private static readonly SocketTable Table = new(Rows());

    public static TheoryData<string> Cases => Table.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task What_is_too_great_is_refused_and_what_is_not_is_taken(string name) => Table.RunAsync(name, api);

    private static IEnumerable<SocketCase> Rows()
    {
        yield return new("9.1 the greatest frame", Send(OfText(Letters(FrameBytes))), Echo(Letters(FrameBytes)));
        yield return new("9.1 a frame that is one octet too great", Send(OfText(Letters(FrameBytes + 1))), Fails(1009));
        yield return new("9.1 the greatest frame, in small segments", SendIn(1_500, OfText(Letters(FrameBytes))), Echo(Letters(FrameBytes)));
        yield return new(
            "9.1 a frame that says it is too great is refused before it has come",
            SendRaw((OfText("x") with { LengthOctets = 8, AnnouncedLength = 1UL << 40 }).Encode()), Fails(1009));
        yield return new("9.1 a frame that says it is one octet too great", SendRaw((OfText("x") with { AnnouncedLength = FrameBytes + 1 }).Encode()), Fails(1009));
        yield return new("9.2 the greatest message in the greatest frames", Send(InFrames(MessageBytes, FrameBytes)), Echo(Letters(MessageBytes)));
        yield return new("9.2 a message that is one octet too great", Send(InFrames(MessageBytes + 1, FrameBytes)), Fails(1009));
        yield return new("9.2 a message that would be too great is refused in the middle", Send([.. InFrames(MessageBytes + 1, FrameBytes).Select(static frame => frame.More())]), Fails(1009));
        yield return new("9.2 a frame that is too great inside a message", Send(OfText("a").More(), new SocketFrame(Continuation, Letters(FrameBytes + 1))), Fails(1009));
        foreach (var size in new[] { 64, 256, 1_024, 4_096, 16_384 })
        {
            yield return new($"9.3 the greatest message in frames of {size}", Send(InFrames(MessageBytes, size)), Echo(Letters(MessageBytes)));
        }

        foreach (var segment in new[] { 64, 512, 4_096 })
        {
            yield return new($"9.4 half the greatest message in segments of {segment}", SendIn(segment, InFrames(MessageBytes / 2, FrameBytes)), Echo(Letters(MessageBytes / 2)));
        }

        foreach (var (count, size) in new[] { (200, 0), (200, 16), (200, 64), (200, 256), (100, 1_024), (50, 16_384) })
        {
            if (size > 0)
            {
                yield return new($"9.5 {count} messages of {size}, one after the other", OneByOne(count, size));
                yield return new($"9.6 {count} messages of {size}, all at once", AllAtOnce(count, size));
            }
            else
            {
                yield return new($"9.7 {count} pings, one after the other", Pings(count));
            }
        }
    }

    private static Func<RawSocket, Task> OneByOne(int count, int size) => async socket =>
    {
        var content = Letters(size);
        for (var i = 0; i < count; i++)
        {
            await socket.SendAsync(OfText(content));
            await Echo(content)(socket);
        }
    };

    /// <summary>As many as are in flight on one connection at most: writing and reading go on at the same time.</summary>
    private static Func<RawSocket, Task> AllAtOnce(int count, int size) => async socket =>
    {
        var content = Letters(size);
        var sending = Task.Run(() => socket.SendAsync([.. Enumerable.Repeat(OfText(content), count)]));
        for (var i = 0; i < count; i++)
        {
            await Echo(content)(socket);
        }

        await sending;
    };

    private static Func<RawSocket, Task> Pings(int count) => async socket =>
    {
        for (var i = 0; i < count; i++)
        {
            await socket.SendAsync(OfPing($"{i}"));
            await SocketCase.Pong($"{i}")(socket);
        }
    };

    private static SocketFrame[] InFrames(int size, int frame)
    {
        var all = Letters(size);
        return
        [
            .. Enumerable.Range(0, (size + frame - 1) / frame).Select(index => new SocketFrame(
                index == 0 ? Text : Continuation, all[(index * frame)..Math.Min(size, (index + 1) * frame)])
            {
                IsFinal = (index + 1) * frame >= size,
            }),
        ];
    }

    private static byte[] Letters(int count) => [.. Enumerable.Range(0, count).Select(static i => (byte)('a' + (i % 26)))];
}
