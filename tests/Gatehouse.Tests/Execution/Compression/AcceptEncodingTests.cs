using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Execution.Compression;
using Microsoft.Extensions.Primitives;
using Shouldly;

namespace Gatehouse.Tests.Execution.Compression;

/// <summary>RFC 9110 §12.5.3 and rest-execution §8.4: which coding a client gets.</summary>
public sealed class AcceptEncodingTests
{
    [Theory]
    [InlineData("gzip", ContentCoding.Gzip)]
    [InlineData("GZip", ContentCoding.Gzip)]
    [InlineData("x-gzip", ContentCoding.Gzip)] // RFC 9110 §8.4.1.3: the same coding
    [InlineData("deflate", ContentCoding.Deflate)]
    [InlineData("identity", ContentCoding.Identity)]
    [InlineData("br", ContentCoding.Identity)]
    [InlineData("", ContentCoding.Identity)] // empty: identity alone
    [InlineData("*", ContentCoding.Gzip)]
    [InlineData("gzip, deflate, br", ContentCoding.Gzip)]
    [InlineData("br, gzip", ContentCoding.Gzip)] // equal weights: the one that is known (§8.4, unconfirmed)
    [InlineData("deflate, gzip", ContentCoding.Gzip)]
    [InlineData("gzip;q=0.5, deflate", ContentCoding.Deflate)]
    [InlineData("gzip;q=0.5, deflate;q=0.6", ContentCoding.Deflate)]
    [InlineData("br;q=1, gzip;q=0.5", ContentCoding.Identity)] // the best is not supported: no compression (§8.4)
    [InlineData("identity, gzip;q=0.5", ContentCoding.Identity)]
    [InlineData("identity;q=0.5, gzip", ContentCoding.Gzip)]
    [InlineData("identity;q=0, *;q=0", ContentCoding.Identity)] // nothing is acceptable: plain, as every server does
    [InlineData("gzip;q=0", ContentCoding.Identity)]
    [InlineData("gzip;q=0, *", ContentCoding.Deflate)]
    [InlineData("gzip;q=0, deflate;q=0, *", ContentCoding.Identity)]
    [InlineData("*;q=0.5, identity", ContentCoding.Identity)]
    [InlineData("gzip;q=1.000", ContentCoding.Gzip)]
    [InlineData("gzip ; Q=0.3", ContentCoding.Gzip)]
    [InlineData("gzip;q=2, deflate", ContentCoding.Deflate)] // malformed elements are passed over
    [InlineData("gzip;q=-1, deflate", ContentCoding.Deflate)]
    [InlineData("gzip;level=9, deflate;q=0.1", ContentCoding.Deflate)]
    [InlineData(",, ,gzip,", ContentCoding.Gzip)]
    internal void The_highest_weight_decides(string header, ContentCoding coding) =>
        AcceptEncoding.Choose(header).ShouldBe(coding);

    [Fact]
    public void Lines_are_one_list() =>
        AcceptEncoding.Choose(new StringValues(["gzip;q=0.1", "deflate;q=0.2"])).ShouldBe(ContentCoding.Deflate);

    [Theory]
    [InlineData("br", "br", true)]
    [InlineData("gzip, BR;q=0.1", "br", true)]
    [InlineData("*", "zstd", true)]
    [InlineData("br;q=0, *", "br", false)]
    [InlineData("gzip", "br", false)]
    [InlineData("", "gzip", false)]
    [InlineData("", "identity", true)]
    public void A_stored_coding_goes_to_clients_that_take_it(string header, string coding, bool isAdmitted) =>
        AcceptEncoding.Admits(header, coding).ShouldBe(isAdmitted);

    [Fact]
    public void No_header_breaks_the_reader() =>
        Prop.ForAll<string?>(text => AcceptEncoding.Choose(text) is >= ContentCoding.Identity and <= ContentCoding.Deflate)
            .QuickCheckThrowOnFailure();
}
