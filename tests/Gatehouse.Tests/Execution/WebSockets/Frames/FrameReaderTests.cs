using System.Buffers;
using System.Text;
using Gatehouse.Execution.WebSockets.Frames;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets.Frames;

/// <summary>The reader of frames (RFC 6455 §5; websocket-api §5.1, §11.4).</summary>
public sealed class FrameReaderTests
{
    private static readonly FrameRules Open = new() { MaxFrameBytes = 1 << 24, MaxMessageBytes = 1 << 24, TakesBinary = true };

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void A_message_of_every_length_form_is_read(int length)
    {
        var payload = new byte[length];
        Array.Fill(payload, (byte)'*');

        var (kind, text) = ReadAll(Open, SocketPeer.Frame(0x81, payload));

        (kind, text.Length).ShouldBe((FrameEvent.Message, length));
    }

    [Fact]
    public void Every_prefix_of_a_frame_says_not_yet_and_the_rest_completes_it()
    {
        var bytes = SocketPeer.Frame(0x81, Encoding.UTF8.GetBytes("κόσμε and more"));
        for (var cut = 0; cut < bytes.Length; cut++)
        {
            var reader = new FrameReader(FrameRules.Default);
            var first = new ReadOnlySequence<byte>(bytes, 0, cut);
            reader.Read(ref first).ShouldBe(FrameEvent.None, $"{cut} bytes");
            var left = bytes.AsSpan(cut - (int)first.Length).ToArray();
            var rest = new ReadOnlySequence<byte>(left);
            reader.Read(ref rest).ShouldBe(FrameEvent.Message);
            using var message = reader.TakeMessage();
            Encoding.UTF8.GetString(message.WrittenSpan).ShouldBe("κόσμε and more");
        }
    }

    [Fact]
    public void A_frame_in_pieces_of_one_byte_each_is_read()
    {
        var bytes = SocketPeer.Frame(0x81, new byte[300]);
        Segment? last = null;
        Segment? first = null;
        foreach (var one in bytes)
        {
            last = new Segment(new[] { one }, last);
            first ??= last;
        }

        var reader = new FrameReader(Open);
        var buffer = new ReadOnlySequence<byte>(first!, 0, last!, 1);

        reader.Read(ref buffer).ShouldBe(FrameEvent.Message);
        reader.TakeMessage().Length.ShouldBe(300);
    }

    [Theory]
    [InlineData(126, new byte[] { 0, 125 })]
    [InlineData(127, new byte[] { 0, 0, 0, 0, 0, 0, 0xFF, 0xFF })]
    [InlineData(127, new byte[] { 0x80, 0, 0, 0, 0, 1, 0, 0 })]
    public void A_length_must_have_its_shortest_form_and_no_highest_bit(int form, byte[] length)
    {
        byte[] bytes = [0x81, (byte)(0x80 | form), .. length, 1, 2, 3, 4];

        ReadAll(Open, bytes).Kind.ShouldBe(FrameEvent.Fault);
    }

    [Theory]
    [InlineData(new byte[] { 0x89, 0xFE, 0, 126 }, "a control frame of 126 bytes")]
    [InlineData(new byte[] { 0x09, 0x80, 1, 2, 3, 4 }, "a ping that is not final")]
    [InlineData(new byte[] { 0x81, 0x00 }, "an unmasked frame")]
    [InlineData(new byte[] { 0xA1, 0x80, 1, 2, 3, 4 }, "reserved bit 2")]
    [InlineData(new byte[] { 0xC9, 0x80, 1, 2, 3, 4 }, "a compressed ping")]
    [InlineData(new byte[] { 0x88, 0x81, 0, 0, 0, 0, 3 }, "a close of one byte")]
    public void What_no_client_may_send_is_a_protocol_error(byte[] bytes, string why)
    {
        var reader = new FrameReader(Open);
        var buffer = new ReadOnlySequence<byte>(bytes);

        reader.Read(ref buffer).ShouldBe(FrameEvent.Fault, why);
        reader.Status.Code.ShouldBe(CloseCode.ProtocolError);
    }

    [Fact]
    public void A_new_message_may_not_begin_within_another()
    {
        byte[] bytes = [.. SocketPeer.Frame(0x01, "a"u8.ToArray()), .. SocketPeer.Frame(0x81, "b"u8.ToArray())];

        ReadAll(Open, bytes).Kind.ShouldBe(FrameEvent.Fault);
    }

    [Fact]
    public void Text_that_goes_wrong_in_the_middle_of_a_frame_is_found_before_its_end()
    {
        // Autobahn 6.4.1: a valid beginning, then bytes that no text can have, and the frame is not complete.
        var whole = SocketPeer.Frame(0x81, [.. "κόσμε"u8, 0xF4, 0x90, 0x80, 0x80, .. "edited"u8]);
        var reader = new FrameReader(Open);
        var buffer = new ReadOnlySequence<byte>(whole, 0, whole.Length - 6);

        reader.Read(ref buffer).ShouldBe(FrameEvent.Fault);
        reader.Status.Code.ShouldBe(CloseCode.InvalidPayload);
    }

    [Fact]
    public void A_character_may_be_cut_by_the_border_of_two_fragments()
    {
        byte[] bytes = [.. SocketPeer.Frame(0x01, [0xF0, 0x9F]), .. SocketPeer.Frame(0x80, [0x92, 0xA9])];

        ReadAll(Open, bytes).ShouldBe((FrameEvent.Message, "\U0001F4A9"));
    }

    [Fact]
    public void A_message_that_ends_within_a_character_is_invalid()
    {
        var reader = new FrameReader(Open);
        var buffer = new ReadOnlySequence<byte>(SocketPeer.Frame(0x81, [0xE2, 0x82]));

        reader.Read(ref buffer).ShouldBe(FrameEvent.Fault);
        reader.Status.Code.ShouldBe(CloseCode.InvalidPayload);
    }

    [Fact]
    public void A_close_whose_reason_is_no_text_is_invalid()
    {
        var reader = new FrameReader(Open);
        var buffer = new ReadOnlySequence<byte>(SocketPeer.Frame(0x88, [0x03, 0xE8, 0xCE, 0xBA, 0xED, 0xA0, 0x80]));

        reader.Read(ref buffer).ShouldBe(FrameEvent.Fault);
        reader.Status.Code.ShouldBe(CloseCode.InvalidPayload);
    }

    [Fact]
    public void After_a_fault_the_peers_close_is_still_found()
    {
        byte[] bytes = [.. SocketPeer.Frame(0x82, new byte[500]), .. SocketPeer.Frame(0x81, "x"u8.ToArray()), .. SocketPeer.Frame(0x88, [])];
        var reader = new FrameReader(FrameRules.Default);
        var buffer = new ReadOnlySequence<byte>(bytes);
        reader.Read(ref buffer).ShouldBe(FrameEvent.Fault);

        reader.SkipToClose(ref buffer).ShouldBeTrue();
    }

    [Fact]
    public void After_the_framing_is_lost_nothing_is_believed_any_more()
    {
        byte[] bytes = [0xF3, 0x00, .. SocketPeer.Frame(0x88, [])];
        var reader = new FrameReader(FrameRules.Default);
        var buffer = new ReadOnlySequence<byte>(bytes);
        reader.Read(ref buffer).ShouldBe(FrameEvent.Fault);

        reader.SkipToClose(ref buffer).ShouldBeFalse();
        buffer.IsEmpty.ShouldBeTrue();
    }

    private static (FrameEvent Kind, string Text) ReadAll(FrameRules rules, byte[] bytes)
    {
        var reader = new FrameReader(rules);
        var buffer = new ReadOnlySequence<byte>(bytes);
        var found = reader.Read(ref buffer);
        if (found != FrameEvent.Message)
        {
            return (found, "");
        }

        using var message = reader.TakeMessage();
        return (found, Encoding.UTF8.GetString(message.WrittenSpan));
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
