using Gatehouse.Languages.Schema;
using Shouldly;

namespace Gatehouse.Tests.Languages.Schema;

/// <summary>The words and the order of errors: those of the fge validator (sheet §4.3).</summary>
public sealed class SchemaErrorTests
{
    [Theory]
    [InlineData("""{"required":["password","email"]}""", "{}",
        """object has missing required properties (["email","password"])""")] // captured, sheet §4.3
    [InlineData("""{"type":"number"}""", "\"x\"",
        """instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])""")]
    [InlineData("""{"type":["string","null"]}""", "1.5",
        """instance type (number) does not match any allowed primitive type (allowed: ["null","string"])""")]
    [InlineData("""{"enum":["dog","cat"]}""", "\"bird\"",
        """instance value ("bird") not found in enum (possible values: ["dog","cat"])""")]
    [InlineData("""{"enum":[ { "a" : 1.50 } , null]}""", "[ 1 , \"a\\nb\" ]",
        """instance value ([1,"a\nb"]) not found in enum (possible values: [{"a":1.5},null])""")]
    [InlineData("""{"maximum":500}""", "501",
        "numeric instance is greater than the required maximum (maximum: 500, found: 501)")]
    [InlineData("""{"minimum":25}""", "3",
        "numeric instance is lower than the required minimum (minimum: 25, found: 3)")]
    [InlineData("""{"minimum":0.5}""", "0.2500",
        "numeric instance is lower than the required minimum (minimum: 0.5, found: 0.25)")]
    [InlineData("""{"maximum":1}""", "1e21",
        "numeric instance is greater than the required maximum (maximum: 1, found: 1E+21)")]
    [InlineData("""{"minimum":1}""", "0.00000012",
        "numeric instance is lower than the required minimum (minimum: 1, found: 1.2E-7)")]
    [InlineData("""{"minimum":1,"exclusiveMinimum":true}""", "1.0",
        "numeric instance is not strictly greater than the required minimum 1")]
    [InlineData("""{"maximum":1,"exclusiveMaximum":true}""", "1",
        "numeric instance is not strictly lower than the required maximum 1")]
    [InlineData("""{"multipleOf":2}""", "3", "remainder of division is not zero (3 / 2)")]
    [InlineData("""{"minLength":2}""", "\"a\"", """string "a" is too short (length: 1, required minimum: 2)""")]
    [InlineData("""{"maxLength":2}""", "\"abc\"", """string "abc" is too long (length: 3, maximum allowed: 2)""")]
    [InlineData("""{"pattern":"^a$"}""", "\"b\"", """ECMA 262 regex "^a$" does not match input string "b" """)]
    [InlineData("""{"additionalProperties":false,"properties":{"a":{}}}""", """{"z":1,"x":1,"a":1}""",
        """object instance has properties which are not allowed by the schema: ["x","z"]""")]
    [InlineData("""{"minItems":2}""", "[1]", "array is too short: must have at least 2 elements but instance has 1 elements")]
    [InlineData("""{"maxItems":2}""", "[1,2,3]",
        "array is too long: must have at most 2 elements but instance has 3 elements")]
    [InlineData("""{"items":[{}],"additionalItems":false}""", "[1,2]",
        "schema only allows 1 elements in array but instance has 2 elements")]
    [InlineData("""{"uniqueItems":true}""", "[1,1]", "array must not contain duplicate elements")]
    [InlineData("""{"minProperties":1}""", "{}", "object has too few properties (found 0 but schema requires at least 1)")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""",
        "object has too many properties (found 2 but schema requires at most 1)")]
    [InlineData("""{"dependencies":{"a":["c","b","d"]}}""", """{"a":1,"c":1}""",
        """property "a" of object has missing property dependencies (schema requires ["b","c","d"]; missing: ["b","d"])""")]
    [InlineData("""{"dependencies":{"a":{"required":["b"]}}}""", """{"a":1}""",
        """object has missing required properties (["b"])""")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"string"}]}""", "1",
        "instance failed to match at least one required schema among 2")]
    [InlineData("""{"oneOf":[{"type":"null"},{"type":"string"}]}""", "1",
        "instance failed to match exactly one schema (matched 0 out of 2)")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":0},{"maximum":0}]}""", "1",
        "instance failed to match exactly one schema (matched 2 out of 3)")]
    [InlineData("""{"allOf":[{"type":"integer"},{"type":"string"}]}""", "1",
        "instance failed to match all required schemas (matched only 1 out of 2)")]
    [InlineData("""{"not":{}}""", "1", "instance matched a schema which it should not have")]
    [InlineData("""{"format":"date-time"}""", "\"x\"",
        "string \"x\" is invalid against requested date format(s) "
        + "[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]")]
    [InlineData("""{"format":"email"}""", "\"x\"", "string \"x\" is not a valid email address")]
    [InlineData("""{"format":"ipv4"}""", "\"x\"", "string \"x\" is not a valid IPv4 address")]
    [InlineData("""{"format":"ipv6"}""", "\"x\"", "string \"x\" is not a valid IPv6 address")]
    [InlineData("""{"format":"hostname"}""", "\"-\"", "string \"-\" is not a valid hostname")]
    [InlineData("""{"format":"uri"}""", "\"<\"", "string \"<\" is not a valid URI")]
    [InlineData("""{"format":"regex"}""", "\"(\"", "string \"(\" is not a valid ECMA 262 regular expression")]
    public void One_error_in_the_validators_words(string schema, string body, string error) =>
        SchemaKeywordTests.Judge(schema, body).Errors.ShouldBe([error.TrimEnd()]);

    [Fact]
    public void Several_errors_of_one_value_come_in_the_order_of_their_keywords_and_the_format_last() =>
        SchemaKeywordTests.Judge(
            """{"type":"integer","enum":["a"],"pattern":"^z","minLength":9,"maxLength":1,"format":"ipv4"}""", "\"bb\"")
            .ErrorString.ShouldBe(
                "[instance value (\"bb\") not found in enum (possible values: [\"a\"]), "
                + "string \"bb\" is too long (length: 2, maximum allowed: 1), "
                + "string \"bb\" is too short (length: 2, required minimum: 9), "
                + "ECMA 262 regex \"^z\" does not match input string \"bb\", "
                + "instance type (string) does not match any allowed primitive type (allowed: [\"integer\"]), "
                + "string \"bb\" is not a valid IPv4 address]");

    [Fact]
    public void Children_are_looked_at_in_the_order_of_their_names_and_only_while_their_parent_is_valid()
    {
        const string schema = """
            {"required":["r"],"properties":{"b":{"type":"string"},"a":{"type":"string"},"o":{"properties":{"x":{"type":"null"}}}}}
            """;
        SchemaKeywordTests.Judge(schema, """{"r":1,"b":2,"a":1}""").Errors.ShouldBe(
        [
            "instance type (integer) does not match any allowed primitive type (allowed: [\"string\"])",
            "instance type (integer) does not match any allowed primitive type (allowed: [\"string\"])",
        ]);
        SchemaKeywordTests.Judge(schema, """{"b":2,"a":1}""").Errors
            .ShouldBe(["object has missing required properties ([\"r\"])"]);
        // After an error no further container is gone into: the library's shallow mode.
        SchemaKeywordTests.Judge(schema, """{"r":1,"a":1,"o":{"x":1}}""").Errors.Count.ShouldBe(1);
        SchemaKeywordTests.Judge(schema, """{"r":1,"o":{"x":1}}""").Errors.Count.ShouldBe(1);
    }

    [Fact]
    public void Errors_are_bounded_in_number_and_length()
    {
        var many = $"[{string.Join(',', Enumerable.Repeat("1", 5_000))}]";
        SchemaKeywordTests.Judge("""{"items":{"type":"string"}}""", many).Errors.Count.ShouldBe(SchemaLimits.Errors);

        var longText = $"\"{new string('x', 100_000)}\"";
        SchemaKeywordTests.Judge("""{"maxLength":1,"enum":["a"],"pattern":"^y"}""", longText).ErrorString.Length
            .ShouldBeLessThan(5_000);
    }
}
