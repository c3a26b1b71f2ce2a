using Gatehouse.Execution.Throttling;
using Gatehouse.Model.Documents;
using Shouldly;

namespace Gatehouse.Tests.Execution.Throttling;

public sealed class KeyHasherTests
{
    /// <summary>The first vectors of SipHash's reference implementation (`vectors_sip128`, key 00 01 … 0f).</summary>
    [Theory]
    [InlineData(0, "a3817f04ba25a8e66df67214c7550293")]
    [InlineData(1, "da87c1d86b99af44347659119b22fc45")]
    [InlineData(2, "8177228da4a45dc7fca38bdef60affe4")]
    public void It_is_SipHash_2_4_with_128_bits(int length, string expected)
    {
        var (low, high) = new KeyHasher(new CountingIds()).Hash([.. Enumerable.Range(0, length).Select(i => (byte)i)]);

        Convert.ToHexStringLower([.. BitConverter.GetBytes(low), .. BitConverter.GetBytes(high)]).ShouldBe(expected);
    }

    [Fact]
    public void Every_process_hashes_differently_and_every_account_has_keys_of_its_own()
    {
        var hasher = new KeyHasher(new RandomIdSource());
        hasher.Of("abc", 0).ShouldBe(hasher.Of("abc", 0));
        hasher.Of("abc", 0).ShouldNotBe(hasher.Of("abc", 1));
        hasher.Of("abc", 0).ShouldNotBe(new KeyHasher(new RandomIdSource()).Of("abc", 0));
    }

    private sealed class CountingIds : IIdSource
    {
        public string AlphanumericId(int length) => new('a', length);

        public string Uuid() => "";

        public void Fill(Span<byte> bytes)
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)i;
            }
        }
    }
}
