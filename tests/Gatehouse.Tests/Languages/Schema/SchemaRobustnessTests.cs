using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Languages.Schema;
using Shouldly;

namespace Gatehouse.Tests.Languages.Schema;

/// <summary>Whatever comes in: no crash, no hang, no garbage, and both passes agree (issue 3, proof).</summary>
public sealed class SchemaRobustnessTests
{
    private const string Order = """
        {"type":"object","required":["id","lines","customer"],"additionalProperties":false,
         "properties":{
          "id":{"type":"string","pattern":"^[A-Z]{2}-\\d{4,8}$"},
          "customer":{"$ref":"#/definitions/person"},
          "lines":{"type":"array","minItems":1,"maxItems":50,"uniqueItems":true,"items":{
            "type":"object","required":["sku","count"],"properties":{
              "sku":{"type":"string","minLength":3,"maxLength":12},
              "count":{"type":"integer","minimum":1,"maximum":1000},
              "price":{"type":"number","minimum":0,"exclusiveMinimum":true,"multipleOf":0.01}}}},
          "state":{"enum":["new","paid","sent",null,7,{"a":[1]}]},
          "note":{"anyOf":[{"type":"null"},{"type":"string","maxLength":40}]},
          "tags":{"type":"object","minProperties":2,"maxProperties":5,"patternProperties":{"^x-":{"type":"string"}},
                  "additionalProperties":{"type":"integer"}},
          "when":{"type":"string","format":"date-time"},
          "next":{"oneOf":[{"type":"null"},{"$ref":"#"}]}},
         "dependencies":{"when":["state"],"note":{"properties":{"id":{"maxLength":9}}}},
         "definitions":{"person":{"type":"object","required":["name"],"properties":{
           "name":{"type":"string","minLength":1},"email":{"type":"string","format":"email"},
           "parent":{"$ref":"#/definitions/person"}}}}}
        """;

    private const string Valid = """
        {"id":"AB-12345","customer":{"name":"J\u00f6rg \ud83d\ude00","email":"j@example.com","parent":{"name":"x"}},
         "lines":[{"sku":"abc","count":2,"price":19.99},{"count":2,"sku":"abd","price":1e2}],
         "state":{"a":[1.0]},"note":"none","tags":{"x-a":"b","c":1},"when":"2024-02-29T12:00:00Z",
         "next":{"id":"CD-1234","customer":{"name":"y"},"lines":[{"sku":"abc","count":1}],"next":null}}
        """;

    private static readonly JsonSchemaProgram Program = JsonSchemaProgram.Compile(Order);

    [Fact]
    public void The_sample_is_valid() => Program.Validate(Encoding.UTF8.GetBytes(Valid)).ErrorString.ShouldBe("[]");

    [Fact]
    public void A_valid_body_costs_no_allocation()
    {
        var body = Encoding.UTF8.GetBytes(Valid);
        for (var i = 0; i < 200; i++)
        {
            Program.IsValid(body).ShouldBeTrue();
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var valid = true;
        for (var i = 0; i < 100; i++)
        {
            valid &= Program.IsValid(body);
            valid &= Program.Validate(body).IsValid;
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        valid.ShouldBeTrue();
        allocated.ShouldBe(0);
    }

    [Fact]
    public void Every_prefix_of_a_body_is_refused_as_no_JSON()
    {
        var body = Encoding.UTF8.GetBytes(Valid);
        for (var length = 0; length < body.Length; length++)
        {
            var verdict = Program.Validate(body.AsMemory(0, length));
            verdict.ErrorString.ShouldBe("[Unknown error parsing request body]", $"{length} bytes");
        }
    }

    [Fact]
    public void Every_prefix_of_a_schema_is_refused_or_compiles()
    {
        for (var length = 0; length < Order.Length; length++)
        {
            Should.Throw<SchemaException>(() => JsonSchemaProgram.Compile(Order[..length]));
        }
    }

    [Fact]
    public void A_body_with_a_changed_byte_gets_a_verdict_and_both_passes_agree() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(
            ArbMap.Default.ArbFor<(int At, byte To)[]>(),
            changes =>
            {
                var body = Encoding.UTF8.GetBytes(Valid);
                foreach (var (at, to) in changes.Take(4))
                {
                    body[(at & int.MaxValue) % body.Length] = to;
                }
                return Agrees(Program, body);
            }));

    [Fact]
    public void A_schema_with_a_changed_byte_compiles_or_is_refused() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(
            ArbMap.Default.ArbFor<(int At, byte To)[]>(),
            changes =>
            {
                var schema = Encoding.UTF8.GetBytes(Order);
                foreach (var (at, to) in changes.Take(3))
                {
                    schema[(at & int.MaxValue) % schema.Length] = to;
                }
                try
                {
                    var program = JsonSchemaProgram.Compile(Encoding.UTF8.GetString(schema));
                    return Agrees(program, Encoding.UTF8.GetBytes(Valid));
                }
                catch (SchemaException refused)
                {
                    return refused.Line >= 1 && refused.Column >= 1;
                }
            }));

    [Fact]
    public void Random_values_under_random_schemas_never_crash_and_both_passes_agree() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(
            Values(4).ToArbitrary(), Schemas(3).ToArbitrary(),
            (value, schema) =>
            {
                try
                {
                    return Agrees(JsonSchemaProgram.Compile(schema), Encoding.UTF8.GetBytes(value));
                }
                catch (SchemaException)
                {
                    return true;
                }
            }));

    [Fact]
    public void Random_bytes_never_crash() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(), body => Agrees(Program, body)));

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Depth_bombs_are_no_JSON_to_us(string open)
    {
        var bomb = Encoding.UTF8.GetBytes(new StringBuilder().Insert(0, open, 200_000).ToString());
        Program.Validate(bomb).ErrorString.ShouldBe("[Unknown error parsing request body]");
        JsonSchemaProgram.Compile("{}").Validate(bomb).ErrorString.ShouldBe("[Unknown error parsing request body]");
    }

    [Fact]
    public void Combinators_over_recursion_end_at_the_budget_and_refuse()
    {
        // Each level of the body multiplies the work by four.
        var program = JsonSchemaProgram.Compile("""
            {"items":{"$ref":"#"},"anyOf":[{"items":{"$ref":"#"},"maxItems":9},{"items":{"$ref":"#"}}],
             "not":{"items":{"$ref":"#"},"maxItems":0,"minItems":1}}
            """);
        var body = Encoding.UTF8.GetBytes(new string('[', 60) + new string(']', 60));
        program.Validate(body).ErrorString.ShouldBe(SchemaVerdict.TooExpensive.ErrorString);
    }

    [Fact]
    public void A_pattern_that_backtracks_forever_ends_at_its_time_limit_and_refuses()
    {
        var program = JsonSchemaProgram.Compile("""{"pattern":"^(?=x*)(x+x+)+y$"}""");
        program.Validate(Encoding.UTF8.GetBytes($"\"{new string('x', 60)}\"")).ErrorString
            .ShouldBe(SchemaVerdict.TooExpensive.ErrorString);
        // Without look-ahead the same pattern runs in linear time.
        JsonSchemaProgram.Compile("""{"pattern":"^(x+x+)+y$"}""")
            .Validate(Encoding.UTF8.GetBytes($"\"{new string('x', 60)}\"")).Errors.Single().ShouldStartWith("ECMA 262");
    }

    [Fact]
    public void A_large_array_is_checked_for_duplicates_in_less_than_quadratic_work()
    {
        var items = Enumerable.Range(0, 100_000).Select(static i => $"{{\"k\":{i}}}");
        var body = Encoding.UTF8.GetBytes($"[{string.Join(',', items)}]");
        var program = JsonSchemaProgram.Compile("""{"uniqueItems":true}""");
        program.Validate(body).IsValid.ShouldBeTrue(); // five billion comparisons would meet the budget
        body[^3] = (byte)'8';
        program.Validate(body).ErrorString.ShouldBe("[array must not contain duplicate elements]");
    }

    [Fact]
    public void A_number_of_a_thousand_digits_is_read_and_one_digit_more_is_not()
    {
        var program = JsonSchemaProgram.Compile("""{"type":"integer","multipleOf":3}""");
        program.IsValid(Encoding.ASCII.GetBytes(new string('3', 1_000))).ShouldBeTrue();
        program.Validate(Encoding.ASCII.GetBytes(new string('3', 1_001))).ErrorString
            .ShouldBe("[Unknown error parsing request body]");
    }

    private static bool Agrees(JsonSchemaProgram program, byte[] body)
    {
        var verdict = program.Validate(body);
        return program.IsValid(body) == verdict.IsValid && verdict.IsValid == (verdict.ErrorString == "[]");
    }

    private static Gen<string> Names() => Gen.Elements("a", "b", "foo", "x-y", "\\u0061", "", "required", "name", "\u00e9");

    private static Gen<string> Values(int depth)
    {
        var scalars = Gen.Elements(
            "null", "true", "false", "0", "-0.0", "1", "1.0", "1e2", "-7", "3.14159", "12345678901234567890", "1e-400",
            "\"\"", "\"a\"", "\"foo\"", "\"\\u0061\"", "\"\\ud83d\"", "\"2020-01-01T00:00:00Z\"", "\"127.0.0.1\"");
        return depth == 0
            ? scalars
            : Gen.Frequency(
                (3, scalars),
                (2, Values(depth - 1).ListOf().Select(static items => $"[{string.Join(',', items.Take(5))}]")),
                (2, Names().SelectMany(name => Values(depth - 1).Select(value => $"\"{name}\":{value}")).ListOf()
                    .Select(static members => $"{{{string.Join(',', members.Take(5))}}}")));
    }

    private static Gen<string> Schemas(int depth)
    {
        var rules = new List<Gen<string>>
        {
            Gen.Elements("string", "integer", "number", "object", "array", "null", "boolean")
                .Select(static type => $"\"type\":\"{type}\""),
            Gen.Choose(0, 3).Select(static n => $"\"minLength\":{n},\"minItems\":{n},\"minProperties\":{n}"),
            Gen.Choose(0, 3).Select(static n => $"\"maxLength\":{n},\"maxItems\":{n},\"maxProperties\":{n}"),
            Gen.Elements("\"minimum\":1,\"exclusiveMinimum\":true", "\"maximum\":1e1", "\"multipleOf\":0.5", "\"minimum\":-1.5"),
            Gen.Elements("\"pattern\":\"^a\"", "\"format\":\"ipv4\"", "\"format\":\"date-time\"", "\"uniqueItems\":true"),
            Names().Select(static name => $"\"required\":[\"{name}\"]"),
            Names().Select(static name => $"\"dependencies\":{{\"a\":[\"{name}\"]}}"),
            Values(1).Select(static value => $"\"enum\":[{value}]"),
            Gen.Elements("\"additionalProperties\":false", "\"additionalItems\":false", "\"$ref\":\"#\""),
        };
        if (depth > 0)
        {
            var inner = Schemas(depth - 1);
            rules.Add(inner.SelectMany(schema => Names().Select(name => $"\"properties\":{{\"{name}\":{schema}}}")));
            rules.Add(inner.Select(static schema => $"\"patternProperties\":{{\"^[a-f]\":{schema}}}"));
            rules.Add(inner.Select(static schema => $"\"additionalProperties\":{schema}"));
            rules.Add(inner.Select(static schema => $"\"items\":{schema}"));
            rules.Add(inner.Select(static schema => $"\"items\":[{schema}],\"additionalItems\":false"));
            rules.Add(inner.Two().Select(static two => $"\"anyOf\":[{two.Item1},{two.Item2}]"));
            rules.Add(inner.Two().Select(static two => $"\"oneOf\":[{two.Item1},{two.Item2}]"));
            rules.Add(inner.Two().Select(static two => $"\"allOf\":[{two.Item1},{two.Item2}]"));
            rules.Add(inner.Select(static schema => $"\"not\":{schema}"));
            rules.Add(inner.Select(static schema => $"\"dependencies\":{{\"foo\":{schema}}}"));
        }
        return Gen.OneOf(rules).ListOf().Select(static all => $"{{{string.Join(',', all.Take(4))}}}");
    }
}
