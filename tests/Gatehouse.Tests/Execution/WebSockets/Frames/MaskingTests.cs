using Gatehouse.Execution.WebSockets.Frames;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets.Frames;

/// <summary>RFC 6455 §5.3.</summary>
public sealed class MaskingTests
{
    [Fact]
    public void Does_at_every_length_and_offset_what_the_definition_says()
    {
        byte[] key = [0x37, 0xFA, 0x21, 0x3D];
        for (var length = 0; length < 150; length++)
        {
            for (var offset = 0; offset < 4; offset++)
            {
                var bytes = Enumerable.Range(0, length).Select(static i => (byte)(i * 7)).ToArray();
                var expected = bytes.Select((one, i) => (byte)(one ^ key[(i + offset) % 4])).ToArray();

                Masking.Apply(bytes, BitConverter.ToUInt32(key), offset);

                bytes.ShouldBe(expected);
            }
        }
    }
}
