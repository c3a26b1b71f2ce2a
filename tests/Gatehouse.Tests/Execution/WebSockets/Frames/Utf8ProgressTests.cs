using System.Text.Unicode;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Execution.WebSockets.Frames;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets.Frames;

/// <summary>Text in pieces (RFC 6455 §8.1).</summary>
public sealed class Utf8ProgressTests
{
    [Fact]
    public void Says_of_any_bytes_in_any_pieces_what_the_whole_says()
    {
        var bytes = Gen.Elements<byte>(0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xA0, 0xED, 0x9F, 0xEF, 0xF0, 0x90, 0xF4, 0x8F, 0xF5, 0xFF)
            .ArrayOf();
        Prop.ForAll(bytes.ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), static (all, size) =>
        {
            var progress = new Utf8Progress();
            var isValid = true;
            foreach (var piece in all.Chunk(size))
            {
                isValid = isValid && progress.TryAdd(piece);
            }

            return (isValid && progress.IsComplete) == Utf8.IsValid(all);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Theory]
    [InlineData(new byte[] { 0xED }, new byte[] { 0xA0 })]
    [InlineData(new byte[] { 0xF4 }, new byte[] { 0x90 })]
    [InlineData(new byte[] { 0xE0 }, new byte[] { 0x80 })]
    public void Fails_with_the_first_byte_that_no_text_can_have(byte[] begin, byte[] wrong)
    {
        var progress = new Utf8Progress();

        progress.TryAdd(begin).ShouldBeTrue();
        progress.TryAdd(wrong).ShouldBeFalse();
    }
}
