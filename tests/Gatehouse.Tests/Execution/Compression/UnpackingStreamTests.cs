using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Execution.Compression;
using Shouldly;

namespace Gatehouse.Tests.Execution.Compression;

/// <summary>rest-execution §8.4: "corrupt data → 415", and a body that was cut off is corrupt.</summary>
public sealed class UnpackingStreamTests
{
    private static readonly byte[] Plain = [.. Enumerable.Range(0, 3_000).Select(i => (byte)(i * i % 251))];

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("deflate")]
    public void Every_prefix_of_a_packed_body_is_refused_and_the_whole_is_read(string format)
    {
        foreach (var level in (CompressionLevel[])[CompressionLevel.Fastest, CompressionLevel.NoCompression, CompressionLevel.Optimal])
        {
            var packed = Pack(Plain, format, level);
            for (var length = 1; length < packed.Length; length++)
            {
                Should.Throw<InvalidDataException>(() => Unpack(packed[..length], format, 512), $"{length} of {packed.Length}");
            }

            Unpack(packed, format, 512).ShouldBe(Plain);
        }
    }

    [Fact]
    public void Whatever_was_packed_is_read_back_in_pieces_of_any_size()
    {
        Prop.ForAll<byte[], byte, int>((plain, size, format) =>
        {
            var name = ((string[])["gzip", "zlib", "deflate"])[Math.Abs(format % 3)];
            var packed = Pack(plain, name, CompressionLevel.Fastest);

            // The library packs nothing into nothing, and an empty body is never unpacked.
            return packed.Length == 0 || Unpack(packed, name, size + 1).AsSpan().SequenceEqual(plain);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Members_of_gzip_may_follow_each_other() // RFC 1952 §2.2
    {
        byte[] two = [.. Pack([1, 2], "gzip", CompressionLevel.Fastest), .. Pack([3], "gzip", CompressionLevel.Fastest)];

        Unpack(two, "gzip", 64).ShouldBe([1, 2, 3]);
        Should.Throw<InvalidDataException>(() => Unpack([.. two, 0x55], "gzip", 64));
    }

    private static byte[] Pack(byte[] plain, string format, CompressionLevel level)
    {
        using var output = new MemoryStream();
        using (Stream packing = format switch
        {
            "gzip" => new GZipStream(output, level),
            "zlib" => new ZLibStream(output, level),
            _ => new DeflateStream(output, level),
        })
        {
            packing.Write(plain);
        }

        return output.ToArray();
    }

    private static byte[] Unpack(byte[] packed, string format, int pieces)
    {
        using var stream = format switch
        {
            "gzip" => UnpackingStream.Gzip(packed),
            "zlib" => UnpackingStream.Zlib(packed),
            _ => UnpackingStream.Deflate(packed),
        };
        var all = new List<byte>();
        var piece = new byte[pieces];
        for (var count = stream.Read(piece); count > 0; count = stream.Read(piece))
        {
            all.AddRange(piece.AsSpan(0, count));
        }

        return [.. all];
    }
}
