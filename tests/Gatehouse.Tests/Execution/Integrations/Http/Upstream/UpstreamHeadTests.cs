using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

public sealed class UpstreamHeadTests
{
    private const string Usual =
        "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nContent-Type: application/json\r\nContent-Length: 70\r\n"
        + "Connection: keep-alive\r\nX-Empty:\r\nX-Padded: \t a b \t\r\n\r\n";

    [Fact]
    public void A_head_is_found_with_its_headers_in_order_and_values_trimmed()
    {
        var head = Parsed(Usual + "body", out var progress);

        progress.ShouldBe(HeadProgress.Complete);
        head.Length.ShouldBe(Usual.Length);
        head.StatusCode.ShouldBe(200);
        head.DeclaredLength.ShouldBe(70);
        head.KeepsAlive.ShouldBeTrue();
        Names(head).ShouldBe(["Server", "Content-Type", "Content-Length", "Connection", "X-Empty", "X-Padded"]);
        head.ValueTextAt(0).ShouldBe("nginx/1.22.1");
        head.ValueTextAt(4).ShouldBe(string.Empty);
        head.ValueTextAt(5).ShouldBe("a b");
    }

    [Fact]
    public void Every_prefix_of_a_head_is_incomplete_and_the_rest_completes_it()
    {
        var bytes = Encoding.Latin1.GetBytes(Usual);
        for (var cut = 0; cut < bytes.Length; cut++)
        {
            var head = new UpstreamHead();
            head.Parse(bytes[..cut], cut).ShouldBe(HeadProgress.Incomplete, $"cut at {cut}");
            head.Parse(bytes, bytes.Length).ShouldBe(HeadProgress.Complete, $"cut at {cut}");
            head.Count.ShouldBe(6);
            head.DeclaredLength.ShouldBe(70);
        }
    }

    [Fact]
    public void One_byte_at_a_time_gives_the_same_head()
    {
        var bytes = Encoding.Latin1.GetBytes(Usual);
        var head = new UpstreamHead();
        for (var filled = 1; filled < bytes.Length; filled++)
        {
            head.Parse(bytes, filled).ShouldBe(HeadProgress.Incomplete);
        }

        head.Parse(bytes, bytes.Length).ShouldBe(HeadProgress.Complete);
        head.Count.ShouldBe(6);
    }

    [Theory] // security.md §11.1; RFC 9112 §2.2, §4, §5, §6.1, §6.3
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 +20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 Odd\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\n\n")]
    [InlineData("HTTP/1.1 200 O\rK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 O\0K\r\n\r\n")]
    [InlineData("\r\nHTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("http/1.1 200 OK\r\n\r\n")]
    [InlineData("ICY 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\r\n\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA : b\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n A: b\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\r\n\tfolded\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: b\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA\u00e9: b\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA(: b\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\u007f\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length: 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, identity\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: \u000bchunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public void What_two_readers_could_understand_differently_is_malformed(string text)
    {
        Parsed(text, out var progress);
        progress.ShouldBe(HeadProgress.Malformed);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n", false, BodyFraming.Chunked)]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 5\r\n\r\n", false, BodyFraming.Length)]
    [InlineData("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", false, BodyFraming.None)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", false, BodyFraming.UntilClose)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", false, BodyFraming.None)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", false, BodyFraming.None)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true, BodyFraming.None)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", true, BodyFraming.None)]
    public void The_end_of_the_body_is_found_as_RFC_9112_section_6_3_says(string text, bool wasHead, object framing)
    {
        var head = Parsed(text, out var progress);
        progress.ShouldBe(HeadProgress.Complete);
        head.FramingFor(wasHead).ShouldBe((BodyFraming)framing);
    }

    [Theory] // RFC 9112 §9.3
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: Close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: X-Mine, close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n", true)]
    public void Keeping_the_connection_depends_on_version_and_Connection(string text, bool keeps) =>
        Parsed(text, out _).KeepsAlive.ShouldBe(keeps);

    [Fact]
    public void Headers_that_Connection_names_are_hop_by_hop_as_RFC_9110_section_7_6_1_says()
    {
        var head = Parsed("HTTP/1.1 200 OK\r\nX-Mine: 1\r\nX-Other: 2\r\nConnection: foo, x-mine\r\n\r\n", out _);
        var hop = new List<string>();
        foreach (var header in new UpstreamHeaders(head))
        {
            if (header.IsHopByHop)
            {
                hop.Add(header.NameText);
            }
        }

        hop.ShouldBe(["X-Mine", "Connection"]);
    }

    [Fact]
    public void The_backends_keep_alive_time_is_learned()
    {
        Parsed("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=100\r\n\r\n", out _)
            .KeepAliveHint.ShouldBe(TimeSpan.FromSeconds(5));
        Parsed("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=x\r\n\r\n", out _)
            .KeepAliveHint.ShouldBe(Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void Too_many_header_lines_are_too_large()
    {
        var lines = string.Concat(Enumerable.Repeat("A: b\r\n", UpstreamLimits.HeaderCount + 1));
        Parsed($"HTTP/1.1 200 OK\r\n{lines}\r\n", out var progress);
        progress.ShouldBe(HeadProgress.TooLarge);
    }

    [Fact]
    public void Repeated_texts_are_the_same_strings_and_changed_ones_are_new()
    {
        var head = new UpstreamHead();
        Parse(head, "HTTP/1.1 200 OK\r\ncontent-type: a/b\r\nX-Odd: 1\r\n\r\n");
        var name = head.NameTextAt(1);
        var value = head.ValueTextAt(0);
        head.NameTextAt(0).ShouldBeSameAs("content-type");

        Parse(head, "HTTP/1.1 200 OK\r\ncontent-type: a/b\r\nX-Odd: 2\r\n\r\n");
        head.NameTextAt(1).ShouldBeSameAs(name);
        head.ValueTextAt(0).ShouldBeSameAs(value);
        head.ValueTextAt(1).ShouldBe("2");

        Parse(head, "HTTP/1.1 200 OK\r\nContent-Type: \u00e9\r\n\r\n");
        head.NameTextAt(0).ShouldBe("Content-Type");
        head.ValueTextAt(0).ShouldBe("\u00e9");
    }

    [Fact]
    public void Garbage_never_throws_and_is_never_a_response()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll<byte[]>(bytes =>
        {
            var progress = new UpstreamHead().Parse(bytes, bytes.Length);
            return progress is HeadProgress.Malformed || (progress is HeadProgress.Incomplete && StartsLikeHttp(bytes));
        }));
    }

    [Fact]
    public void A_head_with_one_byte_changed_never_throws_and_never_reads_beyond_its_end()
    {
        var usual = Encoding.Latin1.GetBytes(Usual);
        for (var place = 0; place < usual.Length; place++)
        {
            for (var value = 0; value < 256; value++)
            {
                var bytes = usual.ToArray();
                bytes[place] = (byte)value;
                var head = new UpstreamHead();
                if (head.Parse(bytes, bytes.Length) == HeadProgress.Complete)
                {
                    head.Length.ShouldBeLessThanOrEqualTo(bytes.Length);
                    Names(head).TrueForAll(name => HeaderBytes.IsToken(name.AsSpan())).ShouldBeTrue();
                }
            }
        }
    }

    private static bool StartsLikeHttp(byte[] bytes)
    {
        var start = Encoding.ASCII.GetBytes("HTTP/1.");
        var length = Math.Min(start.Length, bytes.Length);
        return bytes.AsSpan(0, length).SequenceEqual(start.AsSpan(0, length));
    }

    private static UpstreamHead Parsed(string text, out HeadProgress progress)
    {
        var head = new UpstreamHead();
        progress = Parse(head, text);
        return head;
    }

    private static HeadProgress Parse(UpstreamHead head, string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        head.Reset();
        return head.Parse(bytes, bytes.Length);
    }

    private static List<string> Names(UpstreamHead head) =>
        [.. Enumerable.Range(0, head.Count).Select(head.NameTextAt)];
}
