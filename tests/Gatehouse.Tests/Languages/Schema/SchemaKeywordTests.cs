using System.Text;
using Gatehouse.Languages.Schema;
using Shouldly;

namespace Gatehouse.Tests.Languages.Schema;

/// <summary>The vocabulary of draft 4 (validation §5), keyword by keyword, beyond what the official suite asks.</summary>
public sealed class SchemaKeywordTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "1", true)]
    [InlineData("""{"type":"integer"}""", "1.0", false)] // sheet §4.3: the spelling decides
    [InlineData("""{"type":"integer"}""", "1e2", false)]
    [InlineData("""{"type":"integer"}""", "123456789012345678901234567890", true)]
    [InlineData("""{"type":"number"}""", "1", true)]
    [InlineData("""{"type":"number"}""", "-0.5e-3", true)]
    [InlineData("""{"type":["null","boolean"]}""", "null", true)]
    [InlineData("""{"type":["null","boolean"]}""", "false", true)]
    [InlineData("""{"type":["null","boolean"]}""", "0", false)]
    [InlineData("""{"type":"object"}""", "[]", false)]
    [InlineData("""{"type":"array"}""", "{}", false)]
    public void Type(string schema, string body, bool isValid) => Check(schema, body, isValid); // §5.5.2

    [Theory]
    [InlineData("""{"minimum":3}""", "3", true)]
    [InlineData("""{"minimum":3,"exclusiveMinimum":true}""", "3", false)]
    [InlineData("""{"minimum":3,"exclusiveMinimum":true}""", "3.0000000000000000000000000000000001", true)]
    [InlineData("""{"minimum":3,"exclusiveMinimum":true}""", "3.0", false)]
    [InlineData("""{"minimum":3,"exclusiveMinimum":false}""", "0.3e1", true)]
    [InlineData("""{"maximum":-1.5}""", "-1.5", true)]
    [InlineData("""{"maximum":-1.5}""", "-1.49999999999999999999999999", false)]
    [InlineData("""{"maximum":-1.5}""", "-15e-1", true)]
    [InlineData("""{"maximum":9223372036854775807}""", "9223372036854775808", false)]
    [InlineData("""{"maximum":18446744073709551616}""", "18446744073709551616", true)]
    [InlineData("""{"maximum":1e400}""", "9e399", true)]
    [InlineData("""{"maximum":1e400}""", "1e401", false)]
    [InlineData("""{"maximum":1e400}""", "1e999999999999999999999999999999", false)]
    [InlineData("""{"minimum":0}""", "-0", true)]
    [InlineData("""{"minimum":0}""", "-0.0e7", true)]
    [InlineData("""{"minimum":0}""", "-1e-999999999999", false)]
    [InlineData("""{"minimum":100}""", "99.999", false)]
    [InlineData("""{"minimum":100}""", "\"1\"", true)]
    public void Bounds_of_numbers_are_exact_at_any_size(string schema, string body, bool isValid) // §5.1.2, §5.1.3
        => Check(schema, body, isValid);

    [Theory]
    [InlineData("""{"multipleOf":2}""", "-4", true)]
    [InlineData("""{"multipleOf":2}""", "5", false)]
    [InlineData("""{"multipleOf":0.01}""", "4.35", true)] // a double would say no
    [InlineData("""{"multipleOf":0.01}""", "4.355", false)]
    [InlineData("""{"multipleOf":0.01}""", "4.350", true)]
    [InlineData("""{"multipleOf":0.0001}""", "0.00751", false)]
    [InlineData("""{"multipleOf":1.5}""", "4.5", true)]
    [InlineData("""{"multipleOf":1.5}""", "35", false)]
    [InlineData("""{"multipleOf":3}""", "1e300", false)]
    [InlineData("""{"multipleOf":3}""", "3e300", true)]
    [InlineData("""{"multipleOf":7}""", "7e999999999", true)]
    [InlineData("""{"multipleOf":7}""", "1e999999999", false)]
    [InlineData("""{"multipleOf":1e3}""", "12000", true)]
    [InlineData("""{"multipleOf":1e3}""", "12100", false)]
    [InlineData("""{"multipleOf":123456789012345678901234567890}""", "370370367037037036703703703670", true)]
    [InlineData("""{"multipleOf":123456789012345678901234567890}""", "370370367037037036703703703671", false)]
    [InlineData("""{"multipleOf":123456789012345678901}""", "123456789012345678901e50", true)]
    [InlineData("""{"multipleOf":123456789012345678901}""", "1e50", false)]
    [InlineData("""{"multipleOf":999999999999999999}""", "999999999999999999e5", true)]
    [InlineData("""{"multipleOf":5}""", "0", true)]
    [InlineData("""{"multipleOf":5}""", "0.0", true)]
    [InlineData("""{"multipleOf":5}""", "\"x\"", true)]
    public void Multiples_are_exact_for_decimals_and_big_numbers(string schema, string body, bool isValid) // §5.1.1
        => Check(schema, body, isValid);

    [Theory]
    [InlineData("""{"minLength":2}""", "\"ab\"", true)]
    [InlineData("""{"minLength":2}""", "\"a\"", false)]
    [InlineData("""{"maxLength":2}""", "\"\\ud83d\\udca9\\ud83d\\udca9\"", true)]
    [InlineData("""{"maxLength":2}""", "\"\U0001F4A9\U0001F4A9\"", true)]
    [InlineData("""{"maxLength":1}""", "\"\U0001F4A9\U0001F4A9\"", false)]
    [InlineData("""{"maxLength":1}""", "\"\\ud83d\"", true)] // half a pair is one character, as in Java
    [InlineData("""{"maxLength":1}""", "\"\\n\"", true)]
    [InlineData("""{"minLength":2}""", "\"\u00e9\"", false)]
    [InlineData("""{"minLength":2}""", "7", true)]
    public void Lengths_count_code_points(string schema, string body, bool isValid) // §5.2.1, §5.2.2
        => Check(schema, body, isValid);

    [Theory]
    [InlineData("a+", "\"baab\"", true)] // not anchored, §5.2.3
    [InlineData("^a+$", "\"aa\\n\"", false)] // $ is the very end in ECMA 262
    [InlineData("^.$", "\"\\u2028\"", false)]
    [InlineData("^.$", "\"\\u0085\"", true)]
    [InlineData("^\\d$", "\"\u0663\"", false)] // ASCII digits alone
    [InlineData("^\\w$", "\"\u00e9\"", false)]
    [InlineData("^\\W$", "\"\u00e9\"", true)]
    [InlineData("^\\s$", "\"\\ufeff\"", true)]
    [InlineData("^\\S$", "\"\\u00a0\"", false)]
    [InlineData("^[\\w.-]+$", "\"a.b-c\"", true)]
    [InlineData("^[\\w-.]+$", "\"a.b-c\"", true)]
    [InlineData("^[^\\d]$", "\"5\"", false)]
    [InlineData("^[\\D]$", "\"5\"", false)]
    [InlineData("^[a-z-[aeiou]]$", "\"b]\"", true)] // brackets do not subtract
    [InlineData("^[]$", "\"x\"", false)]
    [InlineData("^[^]$", "\"\\n\"", true)]
    [InlineData("\\bfoo\\b", "\"a foo b\"", true)]
    [InlineData("\\bfoo\\b", "\"foo\u00e9\"", true)] // a letter beyond ASCII is no word character
    [InlineData("\\Bo", "\"foo\"", true)]
    [InlineData("^(?=.*\\d)(?=.*[a-z]).{4,}$", "\"abc1\"", true)]
    [InlineData("^(?=.*\\d)(?=.*[a-z]).{4,}$", "\"abcd\"", false)]
    [InlineData("^(a)\\1$", "\"aa\"", true)]
    [InlineData("^\\x41\\u0042\\cJ$", "\"AB\\n\"", true)]
    [InlineData("^a{,2}$", "\"a{,2}\"", true)] // no quantifier, so a brace
    [InlineData("^\\/$", "\"/\"", true)]
    [InlineData("^\\Z$", "\"Z\"", true)]
    [InlineData("^[\\b]$", "\"\\b\"", true)]
    [InlineData("^\\0$", "\"\\u0000\"", true)]
    public void Patterns_mean_what_ECMA_262_says(string pattern, string body, bool isValid) =>
        Check($$"""{"pattern":{{System.Text.Json.JsonSerializer.Serialize(pattern)}}}""", body, isValid);

    [Theory]
    [InlineData("[1,1.0]", false)] // equal numbers, draft 4 core §3.6
    [InlineData("[1,1e0]", false)]
    [InlineData("[0,-0.0]", false)]
    [InlineData("[100,1e2]", false)]
    [InlineData("""[1,"1"]""", true)]
    [InlineData("""["a","\u0061"]""", false)]
    [InlineData("""[{"a":1,"b":[2]},{"b":[2.0],"a":1}]""", false)]
    [InlineData("""[{"a":1,"b":2},{"a":2,"b":1}]""", true)]
    [InlineData("""[{"a":1},{"a":1,"b":2}]""", true)]
    [InlineData("[[1,2],[2,1]]", true)]
    [InlineData("[[1,[2]],[1,[2]]]", false)]
    [InlineData("[null,false,0,\"\",[],{}]", true)]
    [InlineData("[true,true]", false)]
    [InlineData("[]", true)]
    public void Unique_items_compare_values_not_spellings(string body, bool isValid) => // §5.3.4
        Check("""{"uniqueItems":true}""", body, isValid);

    [Theory]
    [InlineData("6", true)]
    [InlineData("6.0", true)]
    [InlineData("\"f\\u006fo\"", true)]
    [InlineData("[]", true)]
    [InlineData("""{"b":1,"a":[true]}""", true)]
    [InlineData("""{"a":[true],"b":1.0}""", true)]
    [InlineData("""{"a":[true]}""", false)]
    [InlineData("""{"a":[true],"b":1,"a":[true]}""", true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("[[]]", false)]
    public void Enum_compares_values_not_spellings(string body, bool isValid) => // §5.5.1
        Check("""{"enum":[6,"foo",[],true,{"a":[true],"b":1}]}""", body, isValid);

    [Theory]
    [InlineData("""{"a":1}""", false)]
    [InlineData("""{"a":1,"b":2}""", true)]
    [InlineData("""{"a":1,"a":2}""", false)] // the same name twice is one property
    [InlineData("""{"x":1,"\u0078":2}""", false)]
    [InlineData("""{"x":1,"y":2}""", true)]
    public void A_repeated_name_does_not_count_twice(string body, bool isValid) =>
        Check("""{"minProperties":2,"properties":{"a":{}}}""", body, isValid);

    [Fact]
    public void A_repeated_property_must_be_valid_each_time() // Differs from AWS: which looks at the last
    {
        const string schema = """{"properties":{"a":{"type":"integer"}}}""";
        Check(schema, """{"a":"x","a":1}""", false);
        Check(schema, """{"a":1,"a":"x"}""", false);
    }

    [Fact]
    public void Required_names_beyond_one_machine_word_are_tracked()
    {
        var names = Enumerable.Range(0, 300).Select(i => $"name{i}").ToArray();
        var schema = $$"""{"required":[{{string.Join(',', names.Select(name => $"\"{name}\""))}}]}""";
        var members = names.Select(name => $"\"{name}\":0").ToArray();
        Check(schema, $"{{{string.Join(',', members)}}}", true);
        for (var i = 0; i < names.Length; i += 37)
        {
            Check(schema, $"{{{string.Join(',', members.Where((_, at) => at != i))}}}", false);
        }
    }

    [Theory]
    [InlineData("""{"a":1}""", false)]
    [InlineData("""{"a":1,"b":1}""", true)]
    [InlineData("""{"c":1}""", false)]
    [InlineData("""{"c":1,"d":"x"}""", true)]
    [InlineData("""{"d":5}""", true)]
    public void Dependencies_in_both_forms(string body, bool isValid) => // §5.4.5
        Check(
            """{"dependencies":{"a":["b"],"c":{"required":["d"],"properties":{"d":{"type":"string"}}}}}""", body, isValid);

    [Theory]
    [InlineData("""{"foo":1}""", true)]
    [InlineData("""{"foo":"x"}""", false)]
    [InlineData("""{"f1":5}""", true)]
    [InlineData("""{"f1":50}""", false)]
    [InlineData("""{"\u0066oo":"x"}""", false)] // an escaped name is the same name
    [InlineData("""{"zzz":true}""", true)]
    [InlineData("""{"zzz":1}""", false)]
    [InlineData("""{"req":1}""", false)] // required alone does not declare it
    public void Properties_patterns_and_additional_ones(string body, bool isValid) => Check(
        """
        {"properties":{"foo":{"type":"integer"}},"patternProperties":{"^f":{"maximum":10}},
         "additionalProperties":{"type":"boolean"},"dependencies":{"other":["req"]}}
        """,
        body,
        isValid);

    [Theory]
    [InlineData("[1]", true)]
    [InlineData("[1,\"a\"]", true)]
    [InlineData("[1,\"a\",null]", false)]
    [InlineData("[\"a\"]", false)]
    public void Tuples_and_what_follows_them(string body, bool isValid) => // §5.3.1
        Check("""{"items":[{"type":"integer"},{"type":"string"}],"additionalItems":false}""", body, isValid);

    [Fact]
    public void Combinators_read_a_value_again_and_the_rest_once()
    {
        const string schema = """
            {"properties":{"v":{"allOf":[{"type":"array"}],"anyOf":[{"minItems":3},{"items":{"type":"string"}}],
            "oneOf":[{"maxItems":2},{"minItems":4}],"not":{"uniqueItems":false,"items":{"enum":["no"]}}},"w":{"type":"null"}}}
            """;
        Check(schema, """{"v":["a","b"],"w":null}""", true);
        Check(schema, """{"v":["a","b"],"w":0}""", false);
        Check(schema, """{"v":[1,2],"w":null}""", false);
        Check(schema, """{"v":["a","b","c"],"w":null}""", false);
        Check(schema, """{"v":["no"],"w":null}""", false);
    }

    [Theory]
    [InlineData("date-time", "2020-02-29T23:59:59.123Z", true)]
    [InlineData("date-time", "2021-02-29T23:59:59Z", false)]
    [InlineData("date-time", "2020-02-29T23:59:59+05:30", true)]
    [InlineData("date-time", "2020-02-29T23:59:59+0530", true)]
    [InlineData("date-time", "2020-02-29T23:59:59", false)]
    [InlineData("date-time", "2020-02-29T24:00:00Z", false)]
    [InlineData("date-time", "2020-02-29", false)]
    [InlineData("email", "joe@example.com", true)]
    [InlineData("email", "joe.o'neil+x@example.com", true)]
    [InlineData("email", "\"joe x\"@example.com", true)]
    [InlineData("email", "joe@[127.0.0.1]", true)]
    [InlineData("email", "joe", false)]
    [InlineData("email", ".joe@example.com", false)]
    [InlineData("email", "joe@", false)]
    [InlineData("ipv4", "127.0.0.1", true)]
    [InlineData("ipv4", "127.0.0.256", false)]
    [InlineData("ipv4", "127.0.1", false)]
    [InlineData("ipv4", "127.00.0.1", false)]
    [InlineData("ipv6", "::1", true)]
    [InlineData("ipv6", "::", true)]
    [InlineData("ipv6", "1:2:3:4:5:6:7:8", true)]
    [InlineData("ipv6", "1:2:3:4:5:6:1.2.3.4", true)]
    [InlineData("ipv6", "::ffff:1.2.3.4", true)]
    [InlineData("ipv6", "1::2::3", false)]
    [InlineData("ipv6", "1:2:3:4:5:6:7", false)]
    [InlineData("ipv6", "fe80::1%eth0", false)]
    [InlineData("hostname", "www.example.com", true)]
    [InlineData("hostname", "-a.com", false)]
    [InlineData("hostname", "", false)]
    [InlineData("uri", "https://example.com/a?b=c#d", true)]
    [InlineData("uri", "a b", false)]
    [InlineData("uri", "1http://x", false)]
    [InlineData("uri", "http://x/%zz", false)]
    [InlineData("regex", "^(a|b)*$", true)]
    [InlineData("regex", "(", false)]
    [InlineData("uuid", "not one", true)] // other formats are ignored
    [InlineData("int32", "x", true)]
    public void Formats_that_the_fge_family_checks(string format, string text, bool isValid) => // draft 4 §7.3
        Check($$"""{"format":"{{format}}"}""", System.Text.Json.JsonSerializer.Serialize(text), isValid);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("nul")]
    [InlineData("'a'")]
    [InlineData("[1,2]]")]
    [InlineData("// no\n1")]
    public void What_is_no_JSON_is_not_valid_under_any_schema(string body) // sheet §4.2
    {
        Judge("{}", body).ErrorString.ShouldBe("[Unknown error parsing request body]");
        Judge("""{"type":"string","minLength":3}""", body).ErrorString.ShouldBe("[Unknown error parsing request body]");
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_no_JSON()
    {
        var program = JsonSchemaProgram.Compile("{}");
        program.Validate(new byte[] { (byte)'"', 0xFF, (byte)'"' }).ErrorString
            .ShouldBe("[Unknown error parsing request body]");
        program.IsValid([0xEF, 0xBB, 0xBF, (byte)'1']).ShouldBeTrue(); // a byte order mark is not part of the text
    }

    internal static SchemaVerdict Judge(string schema, string body)
    {
        var program = JsonSchemaProgram.Compile(schema);
        var utf8 = Encoding.UTF8.GetBytes(body);
        var verdict = program.Validate(utf8);
        program.IsValid(utf8).ShouldBe(verdict.IsValid);
        return verdict;
    }

    private static void Check(string schema, string body, bool isValid)
    {
        var verdict = Judge(schema, body);
        verdict.IsValid.ShouldBe(isValid, $"{schema} {body} {verdict.ErrorString}");
    }
}
