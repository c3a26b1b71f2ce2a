using System.Text;
using Gatehouse.Languages.Java;
using Shouldly;

namespace Gatehouse.Tests.Languages.Java;

/// <summary>The quick way of writing a double must agree with the general one, which the recorded cases check.</summary>
public sealed class JavaNumberTests
{
    private const int Numbers = 50_000;

    [Theory]
    [InlineData(14.0, "14.0")]
    [InlineData(-0.001, "-0.001")]
    [InlineData(39.9, "39.9")]
    [InlineData(9_999_999.5, "9999999.5")]
    [InlineData(0.000001, null)]
    [InlineData(10_000_000.0, null)]
    [InlineData(0.0, null)]
    [InlineData(double.NaN, null)]
    [InlineData(1.0 / 3, null)]
    public void Ordinary_numbers_are_written_quickly(double value, string? expected) => Quickly(value).ShouldBe(expected);

    [Fact]
    public void Both_ways_agree_on_every_number_that_the_quick_one_takes()
    {
        var random = new Random(20261121);
        for (var i = 0; i < Numbers; i++)
        {
            var value = (i % 3) switch
            {
                0 => random.NextDouble() * Math.Pow(10, random.Next(-4, 9)),
                1 => Math.Round(random.NextDouble() * 100_000, random.Next(8)),
                _ => random.Next() / Math.Pow(10, random.Next(1, 10)),
            };
            if (Quickly(value) is { } quick)
            {
                quick.ShouldBe(JavaNumber.Format(value));
            }
        }
    }

    private static string? Quickly(double value)
    {
        Span<byte> utf8 = stackalloc byte[32];
        return JavaNumber.TryFormatQuickly(value, utf8, out var written)
            ? Encoding.ASCII.GetString(utf8[..written])
            : null;
    }
}
