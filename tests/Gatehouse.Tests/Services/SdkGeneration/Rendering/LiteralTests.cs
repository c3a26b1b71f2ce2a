using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Languages.Json;
using Gatehouse.Services.SdkGeneration.Languages;
using Gatehouse.Services.SdkGeneration.Rendering;
using Shouldly;

namespace Gatehouse.Tests.Services.SdkGeneration.Rendering;

/// <summary>Nothing of an API ends a text or a comment of a generated program.</summary>
public sealed class LiteralTests
{
    private const string Alphabet = "ab \"'`\\/*#{}$()<>?!-%&@=\n\r\tuU0\u0000\u0085\u2028\u2029\u202e\ud800é漢";

    public static TheoryData<string> Types => [.. SdkLanguages.All.Select(static language => language.Id)];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_literal_ends_where_it_should(string type)
    {
        var language = SdkLanguages.Find(type)!;
        Check(text =>
        {
            var literal = (string)new SdkText(text, language).GetProperty("literal")!;
            literal[0].ShouldBe('"');
            Ends(literal).ShouldBe(literal.Length - 1, literal);
            literal.EnumerateRunes().ShouldAllBe(static rune => IsShown(rune));
            if (type == "ruby")
            {
                Unescaped(literal, '#').ShouldBeFalse(literal);
            }

            if (type is "javascript" or "typescript")
            {
                literal.ShouldNotContain('<');
            }

            if (type is "java" or "android")
            {
                // JLS §3.3: a Unicode escape is read before the literal is; none of these may stand for an ASCII character.
                UnicodeEscapes(literal).ShouldAllBe(static code => code >= 256);
            }

            if (type == "objectivec")
            {
                literal.ShouldNotContain("??");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_line_of_a_comment_stays_one(string type)
    {
        var language = SdkLanguages.Find(type)!;
        Check(text =>
        {
            var lines = ((JsonList)new SdkText(text, language).GetProperty("lines")!).Cast<string>().ToList();
            foreach (var line in lines.Append((string)new SdkText(text, language).GetProperty("line")!))
            {
                line.EnumerateRunes().ShouldAllBe(static rune => IsShown(rune));
                if (type is "javascript" or "typescript" or "java" or "android" or "objectivec" or "swift")
                {
                    line.ShouldNotContain("*/");
                }

                if (type is "java" or "android" or "objectivec")
                {
                    line.ShouldNotContain('\\');
                }

                if (type == "python")
                {
                    Unescaped(line + " ", '"').ShouldBeFalse(line);
                    line.Reverse().TakeWhile(static character => character == '\\').Count().ShouldBeInRange(0, 1_000);
                    (line.Reverse().TakeWhile(static character => character == '\\').Count() % 2).ShouldBe(0, line);
                }

                if (type == "csharp")
                {
                    line.ShouldNotContain('<');
                }
            }
        });
    }

    [Theory]
    [InlineData("xml", "a&lt;b&gt;&amp;&quot;&apos; c")]
    [InlineData("json", "\"a\\u003Cb\\u003E\\u0026\\u0022\\u0027\\nc\"")]
    [InlineData("markdown", "a\\<b\\>\\&\\\"\\' c")]
    public void A_text_is_safe_in_the_files_around_a_program(string form, string expected) =>
        new SdkText("a<b>&\"'\nc", new GoSdk()).GetProperty(form).ShouldBe(expected);

    [Fact]
    public void The_raw_text_cannot_be_had()
    {
        var text = new SdkText("raw", new GoSdk());

        text.Text.ShouldBe("\"raw\"");
        text.GetProperty("value").ShouldBeNull();
        text.TryInvoke("toString", [], out _).ShouldBeFalse();
        text.TrySetProperty("value", "x").ShouldBeFalse();
    }

    private static void Check(Action<string> property)
    {
        var texts = Gen.Elements(Alphabet.ToCharArray()).ArrayOf().Select(static characters => new string(characters));
        property(SdkSample.Nasty);
        property("");
        Prop.ForAll(Arb.From(texts), property).QuickCheckThrowOnFailure();
    }

    /// <summary>Where a reader of the literal finds its end.</summary>
    private static int Ends(string literal)
    {
        for (var i = 1; i < literal.Length; i++)
        {
            if (literal[i] == '\\')
            {
                i++;
            }
            else if (literal[i] == '"')
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Unescaped(string text, char mark)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == mark)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<int> UnicodeEscapes(string literal)
    {
        for (var i = 0; i < literal.Length - 1; i++)
        {
            if (literal[i] == '\\')
            {
                if (literal[i + 1] == 'u')
                {
                    yield return int.Parse(literal.AsSpan(i + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                }

                i++;
            }
        }
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
