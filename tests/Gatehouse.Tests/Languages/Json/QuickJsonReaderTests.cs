using System.Text;
using Gatehouse.Languages.Json;
using Shouldly;

namespace Gatehouse.Tests.Languages.Json;

/// <summary>The quick reader may give up on anything; what it accepts it must read as the strict one does.</summary>
public sealed class QuickJsonReaderTests
{
    private const int Mutations = 20_000;

    private static readonly string[] Documents =
    [
        """{"a":1,"b":[true,false,null,-0,0,12345678901,1.5,-2.25,0.001,"x","é","a\"b\u0041"],"c":{"d":{}}}""",
        """[ 1 , 2.50 , -3e5 , 123456789012345678901 , "\\", "", [], {} ]""",
        "\"plain\"", "0", "-1", "1.0", "true", "null", "  {\r\n\t\"k\" : \"v\" }  ",
        """{"a":1,"a":2,"b":3}""", """{"":0,"long name with spaces":"value"}""",
        """[-0.0,0.1,0.2,0.30000000000000004,9007199254740993,2147483648,-2147483648,-2147483649]""",
    ];

    private static readonly string[] Refused =
    [
        "", " ", "{", "}", "[", "]", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "'a'", "01", "-", "+1",
        "1.", ".5", "1e", "tru", "trueX", "nul", "\"", "\"\\\"", "\"\\x\"", "\"\\ud800\"", "\"a\nb\"", "\"a\tb\"", "1 2",
        "[1 2]", "{\"a\":1 \"b\":2}", "\u00a01", "\0", "[1]\0", "NaN", "Infinity", "/**/1",
    ];

    public static TheoryData<string> RefusedTexts => [.. Refused];

    [Theory]
    [MemberData(nameof(RefusedTexts))]
    public void What_is_no_json_is_left_to_the_strict_reader(string text) =>
        QuickJsonReader.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Fact]
    public void Ordinary_documents_are_read_quickly_and_as_the_strict_reader_reads_them()
    {
        foreach (var document in Documents)
        {
            var utf8 = Encoding.UTF8.GetBytes(document);
            if (QuickJsonReader.TryParse(utf8, out var quick))
            {
                ShouldBeTheSame(quick, JsonReading.ParseStrictly(utf8), document);
            }
        }

        QuickJsonReader.TryParse(Encoding.UTF8.GetBytes(Documents[0]), out _).ShouldBeTrue();
    }

    [Fact]
    public void Invalid_utf8_is_left_to_the_strict_reader() =>
        QuickJsonReader.TryParse([(byte)'"', 0xC3, 0x28, (byte)'"'], out _).ShouldBeFalse();

    [Fact]
    public void Sixty_four_levels_are_as_deep_as_either_reader_goes()
    {
        JsonReading.Parse(Encoding.UTF8.GetBytes(new string('[', 64) + new string(']', 64))).ShouldBeOfType<JsonList>();
        Should.Throw<InvalidJsonBodyException>(
            () => JsonReading.Parse(Encoding.UTF8.GetBytes(new string('[', 65) + new string(']', 65))));
    }

    [Fact]
    public void Mutated_documents_are_read_as_the_strict_reader_reads_them_or_given_up()
    {
        var random = new Random(20261121);
        for (var i = 0; i < Mutations; i++)
        {
            var utf8 = Mutate(Encoding.UTF8.GetBytes(Documents[random.Next(Documents.Length)]), random);
            if (QuickJsonReader.TryParse(utf8, out var quick))
            {
                ShouldBeTheSame(quick, JsonReading.ParseStrictly(utf8), Encoding.Latin1.GetString(utf8));
            }
        }
    }

    [Fact]
    public void Numbers_are_read_as_the_strict_reader_reads_them()
    {
        var random = new Random(20261121);
        for (var i = 0; i < Mutations; i++)
        {
            var whole = random.NextInt64(1_000_000_000_000_000) / (long)Math.Pow(10, random.Next(16));
            var text = random.Next(4) == 0 ? $"{whole}" : $"{whole}.{random.Next(1_000_000)}";
            text = random.Next(2) == 0 ? text : "-" + text;
            var utf8 = Encoding.ASCII.GetBytes(text);
            if (QuickJsonReader.TryParse(utf8, out var quick))
            {
                ShouldBeTheSame(quick, JsonReading.ParseStrictly(utf8), text);
            }
        }
    }

    [Fact]
    public void A_name_that_a_template_mentions_is_one_string_for_all_bodies()
    {
        var name = KnownNames.Add("quickReaderName");
        var map = (JsonMap)JsonReading.Parse("""{"quickReaderName":1}""")!;
        map.EntryAt(0).Key.ShouldBeSameAs(name);
    }

    [Fact]
    public void A_name_that_nothing_mentions_is_not_kept()
    {
        JsonReading.Parse("""{"quickReaderUnmentioned":1}""");
        KnownNames.Find("quickReaderUnmentioned"u8).ShouldBeNull();
    }

    private static byte[] Mutate(byte[] utf8, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0 && utf8.Length > 1; changes--)
        {
            var at = random.Next(utf8.Length);
            switch (random.Next(4))
            {
                case 0:
                    utf8 = [.. utf8[..at], .. utf8[(at + 1)..]];
                    break;
                case 1:
                    utf8[at] = (byte)random.Next(256);
                    break;
                case 2:
                    utf8 = utf8[..at];
                    break;
                default:
                    utf8 = [.. utf8[..at], (byte)"{}[]\",:0123456789.-+eE\\tfn "[random.Next(27)], .. utf8[at..]];
                    break;
            }
        }

        return utf8;
    }

    private static void ShouldBeTheSame(object? quick, object? strict, string text)
    {
        if (quick is JsonMap left && strict is JsonMap right)
        {
            left.Count.ShouldBe(right.Count, text);
            for (var i = 0; i < left.Count; i++)
            {
                left.EntryAt(i).Key.ShouldBe(right.EntryAt(i).Key, text);
                ShouldBeTheSame(left.EntryAt(i).Value, right.EntryAt(i).Value, text);
            }
        }
        else if (quick is JsonList first && strict is JsonList second)
        {
            first.Count.ShouldBe(second.Count, text);
            for (var i = 0; i < first.Count; i++)
            {
                ShouldBeTheSame(first[i], second[i], text);
            }
        }
        else
        {
            (quick?.GetType()).ShouldBe(strict?.GetType(), text);
            if (quick is double number)
            {
                BitConverter.DoubleToInt64Bits(number).ShouldBe(BitConverter.DoubleToInt64Bits((double)strict!), text);
            }

            quick.ShouldBe(strict, text);
        }
    }
}
