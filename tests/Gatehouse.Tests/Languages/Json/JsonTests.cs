using System.Text;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Languages.Json;

public sealed class JsonTests
{
    [Theory]
    [InlineData("{\"b\":1,\"a\":[1,2.50,-3e2,true,null,\"x\"]}", "{\"b\":1,\"a\":[1,2.5,-300.0,true,null,\"x\"]}")]
    [InlineData(" [ ] ", "[]")]
    [InlineData("{}", "{}")]
    [InlineData("\"a/b\"", "\"a/b\"")]
    [InlineData("{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("0.1234567890123456789", "0.1234567890123456789")]
    [InlineData("1E400", "null")]
    [InlineData("-0", "0")]
    [InlineData("\"\\u20ac\\u2019\\u007f\\u0001\\n\\\"\\\\é\"", "\"\\u20AC\\u2019\\u007F\\u0001\\n\\\"\\\\é\"")]
    public void Writes_what_it_read_in_the_form_of_json_smart(string json, string expected) =>
        JsonText.Write(JsonReading.Parse(json)).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{'a':1}")]
    [InlineData("{a:1}")]
    [InlineData("[1,]")]
    [InlineData("{} x")]
    [InlineData("01")]
    [InlineData("NaN")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\nb\"")]
    public void Refuses_what_is_not_JSON(string json)
    {
        var fault = Should.Throw<InvalidJsonBodyException>(() => JsonReading.Parse(json));
        fault.Message.ShouldBe($"Could not parse request body into json: {fault.Detail}");
    }

    [Fact]
    public void Names_the_place_of_a_fault() =>
        Should.Throw<InvalidJsonBodyException>(() => JsonReading.Parse("{\n  \"a\": oops}"))
            .Detail.ShouldBe("Unrecognized token 'oops': was expecting ('true', 'false' or 'null')\n " +
                "at [Source: UNKNOWN; line: 2, column: 8]");

    [Fact]
    public void Refuses_depth_and_numbers_beyond_the_limits()
    {
        Should.Throw<InvalidJsonBodyException>(() => JsonReading.Parse(new string('[', 65) + new string(']', 65)));
        Should.Throw<InvalidJsonBodyException>(() => JsonReading.Parse(new string('9', 1_001)));
        JsonReading.Parse(new string('[', 64) + new string(']', 64)).ShouldBeOfType<JsonList>();
    }

    [Fact]
    public void Every_prefix_of_a_document_is_refused()
    {
        var whole = Encoding.UTF8.GetBytes("{\"a\":[1,2.5,{\"b\":\"é\\u20ac\"}],\"c\":true}");
        for (var length = 0; length < whole.Length; length++)
        {
            var prefix = whole[..length];
            Should.Throw<InvalidJsonBodyException>(() => JsonReading.Parse(prefix));
        }
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        JsonReading.Parse([0xEF, 0xBB, 0xBF, (byte)'1']).ShouldBe(1);

    [Fact]
    public void A_map_keeps_order_through_growth_and_removal()
    {
        var map = new JsonMap();
        for (var i = 0; i < 40; i++)
        {
            map.Put($"k{i}", i);
        }
        map.Remove("k3", out var removed).ShouldBeTrue();
        removed.ShouldBe(3);
        map.Put("k3", "again");
        map.Count.ShouldBe(40);
        map["k20"].ShouldBe(20);
        map.Entries.Last().Key.ShouldBe("k3");
        map.ContainsKey("zip").ShouldBeFalse();
        map.Put(null, "null key");
        map[null].ShouldBe("null key");
    }

    [Fact]
    public void Maps_are_equal_in_any_order_and_lists_are_not()
    {
        AreEqual("{\"a\":1,\"b\":[1]}", "{\"b\":[1],\"a\":1}").ShouldBeTrue();
        AreEqual("[1,2]", "[2,1]").ShouldBeFalse();
        AreEqual("[1]", "[1.0]").ShouldBeFalse();

        static bool AreEqual(string left, string right) => Equals(JsonReading.Parse(left), JsonReading.Parse(right));
    }

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.00099, "9.9E-4")]
    [InlineData(9999999.0, "9999999.0")]
    [InlineData(10000000.0, "1.0E7")]
    [InlineData(123456789012.5, "1.234567890125E11")]
    [InlineData(double.Epsilon, "4.9E-324")]
    [InlineData(double.MaxValue, "1.7976931348623157E308")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    [InlineData(100.5, "100.5")]
    public void Doubles_print_as_in_Java(double value, string expected) => JavaNumber.Format(value).ShouldBe(expected);

    [Theory]
    // java.util.regex: matches() is anchored, predefined classes are ASCII, possessive quantifiers exist.
    [InlineData("\\d+", "123", true)]
    [InlineData("\\d+", "١٢٣", false)]
    [InlineData("a|ab", "ab", true)]
    [InlineData("\\Qa.b\\E+", "a.bb", true)]
    [InlineData("(?i)ABC", "abc", true)]
    [InlineData("\\p{Alpha}+\\p{Punct}", "abc!", true)]
    [InlineData("[\\w.-]+@[\\w.-]+", "a.b@c.d", true)]
    [InlineData("a*+a", "aaa", false)]
    [InlineData("[^\\d\\s]+", "abc", true)]
    [InlineData("[\\D]+", "abc", true)]
    [InlineData("a.c", "a\u2028c", false)]
    [InlineData("(\\w)\\1", "aa", true)]
    [InlineData("x{2,3}", "xxxx", false)]
    [InlineData("[a-c[x-z]]+", "ay", true)]
    [InlineData("\\R", "\r\n", true)]
    public void Regular_expressions_match_as_in_Java(string pattern, string input, bool expected) =>
        JavaRegex.Get(pattern).IsFullMatch(input).ShouldBe(expected);

    [Theory]
    [InlineData("(")]
    [InlineData("[a")]
    [InlineData("*")]
    [InlineData("a\\")]
    [InlineData("\\p{Nope1}")]
    public void Patterns_that_are_not_valid_are_refused(string pattern) =>
        Should.Throw<JavaRegexException>(() => JavaRegex.Get(pattern));
}
