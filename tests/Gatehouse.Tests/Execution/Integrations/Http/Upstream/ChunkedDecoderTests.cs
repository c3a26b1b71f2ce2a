using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

public sealed class ChunkedDecoderTests
{
    private const string Usual = "5\r\nhello\r\n00b;name=\"value\"\r\n, big world\r\n0\r\nTrailer: dropped\r\nX: y\r\n\r\n";

    [Fact]
    public void Chunks_are_joined_extensions_and_trailers_dropped()
    {
        var (text, decoder, rest) = Decode("5\r\nhello\r\n6 ;x\r\n world\r\n0\r\nA: b\r\n\r\nNEXT", 1_000);
        text.ShouldBe("hello world");
        decoder.IsDone.ShouldBeTrue();
        rest.ShouldBe("NEXT");
    }

    [Fact]
    public void Every_way_to_cut_the_bytes_gives_the_same_body()
    {
        const string wire = Usual;
        for (var size = 1; size <= wire.Length; size++)
        {
            var (text, decoder, rest) = Decode(wire, size);
            text.ShouldBe("hello, big world", $"pieces of {size}");
            decoder.IsDone.ShouldBeTrue();
            rest.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Every_prefix_is_neither_done_nor_broken()
    {
        const string wire = Usual;
        for (var cut = 0; cut < wire.Length; cut++)
        {
            var (_, decoder, rest) = Decode(wire[..cut], 7);
            decoder.IsDone.ShouldBeFalse();
            decoder.IsBroken.ShouldBeFalse($"cut at {cut}");
            rest.ShouldBeEmpty();
        }
    }

    [Theory] // security.md §11.1; CVE-2025-55315, CVE-2025-22871
    [InlineData("\r\n")]
    [InlineData(";x\r\n")]
    [InlineData(" 5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("+5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("0x5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("1_0\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\nhello\r\n0\r\n\r\n")]
    [InlineData("5\rhello\r\n0\r\n\r\n")]
    [InlineData("5;a\nb\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a\rb\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a\0\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhelloXX0\r\n\r\n")]
    [InlineData("5\r\nhello\n0\r\n\r\n")]
    [InlineData("5\r\nhello0\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\n\n")]
    [InlineData("5\r\nhello\r\n0\r\n A: folded\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nA: b\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\n\rX")]
    [InlineData("0000000000000005\r\nhello\r\n0\r\n\r\n")]
    [InlineData("fffffffffffffffff\r\n")]
    public void Anything_but_the_grammar_is_broken(string wire) => Decode(wire, 1_000).Decoder.IsBroken.ShouldBeTrue();

    [Fact]
    public void Extensions_and_trailers_have_a_limit()
    {
        Decode($"5;{new string('x', UpstreamLimits.ChunkExtensionBytes)}\r\n", 64).Decoder.IsBroken.ShouldBeTrue();
        Decode($"0\r\nA: {new string('x', UpstreamLimits.TrailerBytes)}\r\n", 64).Decoder.IsBroken.ShouldBeTrue();
    }

    [Fact]
    public void Any_body_survives_coding_and_cutting()
    {
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<NonEmptyArray<NonEmptyArray<byte>>, PositiveInt>((chunks, size) =>
        {
            var wire = string.Concat(chunks.Get.Select(chunk =>
                $"{chunk.Get.Length:x}\r\n{Encoding.Latin1.GetString(chunk.Get)}\r\n")) + "0\r\n\r\n";
            var (text, decoder, _) = Decode(wire, size.Get);
            return decoder.IsDone && text == string.Concat(chunks.Get.Select(chunk => Encoding.Latin1.GetString(chunk.Get)));
        }));
    }

    [Fact]
    public void Garbage_never_throws_and_always_ends()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll<byte[], PositiveInt>((bytes, size) =>
        {
            Decode(Encoding.Latin1.GetString(bytes), size.Get);
        }));
    }

    private static (string Text, ChunkedDecoder Decoder, string Left) Decode(string wire, int pieceSize)
    {
        var bytes = Encoding.Latin1.GetBytes(wire);
        var decoder = default(ChunkedDecoder);
        var text = new StringBuilder();
        var position = 0;
        while (position < bytes.Length && !decoder.IsDone && !decoder.IsBroken)
        {
            var piece = bytes.AsSpan(position, Math.Min(pieceSize, bytes.Length - position));
            var taken = decoder.Read(piece, out var content);
            (taken > 0).ShouldBeTrue("Each step takes something.");
            text.Append(Encoding.Latin1.GetString(content));
            position += taken;
        }

        return (text.ToString(), decoder, Encoding.Latin1.GetString(bytes.AsSpan(position)));
    }
}
