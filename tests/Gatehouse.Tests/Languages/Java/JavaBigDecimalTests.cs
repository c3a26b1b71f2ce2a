using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Languages.Java;

/// <summary>
/// java.math.BigDecimal: the class documentation of JDK 17 for toString, add, multiply, divide and compareTo.
/// </summary>
public sealed class JavaBigDecimalTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.0", "0.0")]
    [InlineData("007", "7")]
    [InlineData("1.10", "1.10")]
    [InlineData("1e3", "1E+3")]
    [InlineData("1.0E20", "1.0E+20")]
    [InlineData("123456.7e2", "1.234567E+7")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("0.0000001", "1E-7")]
    [InlineData("12.3E-7", "0.00000123")]
    [InlineData("-1.5e-10", "-1.5E-10")]
    [InlineData("x", "x")]
    public void Prints_as_Java_does(string number, string text) => JavaBigDecimal.TextOf(number).ShouldBe(text);

    [Theory]
    [InlineData(0.1, "0.1000000000000000055511151231257827021181583404541015625")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(1e22, "10000000000000000000000")]
    [InlineData(0, "0")]
    public void Holds_the_exact_value_of_a_double(double number, string text) =>
        JavaBigDecimal.OfExactly(number).ToString().ShouldBe(text);

    [Fact]
    public void Divides_to_the_scale_of_the_left_side_half_down()
    {
        (Of("1.00") / Of("3")).ToString().ShouldBe("0.33");
        (Of("1.0") / Of("4")).ToString().ShouldBe("0.2");
        (Of("-1") / Of("0.3")).ToString().ShouldBe("-3");
        (Of("2") / Of("3")).ToString().ShouldBe("1");
    }

    [Fact]
    public void Compares_by_value_and_equals_by_scale()
    {
        JavaBigDecimal.Compare(Of("1.0"), Of("1.00")).ShouldBe(0);
        Of("1.0").Equals(Of("1.00")).ShouldBeFalse();
        JavaBigDecimal.Compare(Of("1e999999999"), Of("1e999999998")).ShouldBe(1);
        JavaBigDecimal.Compare(Of("-1e999999999"), Of("1")).ShouldBe(-1);
    }

    [Fact]
    public void A_number_that_is_short_to_write_and_long_to_spell_is_refused()
    {
        Should.Throw<JsonLimitException>(() => Of("1e999999999") + Of("1"));
        Should.Throw<JsonLimitException>(() => Of("1") / Of("1e-999999999"));
        Of("1e999999999").ToBigInteger().ShouldBe(0);
    }

    [Theory]
    [InlineData("12345678901234567.8910")]
    [InlineData("-0.12345678901234567890")]
    public void A_long_number_of_a_body_keeps_its_digits(string number) =>
        // json-smart, under Jayway: longer than 18 characters it is a BigDecimal.
        JsonText.Write(JsonReading.Parse($"[{number}]")).ShouldBe($"[{number}]");

    private static JavaBigDecimal Of(string text)
    {
        JavaBigDecimal.TryParse(text, out var value).ShouldBeTrue();
        return value;
    }
}
