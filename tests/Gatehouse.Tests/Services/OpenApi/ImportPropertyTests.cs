using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Services.OpenApi;
using Gatehouse.Wire.Faults;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi;

/// <summary>Whatever the document, an import ends with an API or with a 400.</summary>
public sealed class ImportPropertyTests
{
    private const int Runs = 1_500;

    private static readonly string[] Samples = ImportFixture.Samples;

    /// <summary>What a hand or a fuzzer puts where something else is expected.</summary>
    private static readonly string[] Intruders =
    [
        "null", "true", "-1", "1e400", "\"\"", "\"x\"", "[]", "{}", "[[]]", "{\"$ref\":\"#/paths\"}", "{\"$ref\":\"#/\"}", "{\"$ref\":1}",
        "{\"$ref\":\"#/components/schemas/%zz\"}", "{\"type\":\"aws\"}", "{\"\":{\"\":null}}", "[{\"in\":\"body\"}]", "\"{a+}\"", "\"arn:\"",
        "{\"200\":null}", "{\"default\":[]}", "\"\\u0000\"",
    ];

    [Fact]
    public void The_samples_are_imported_without_a_warning()
    {
        Samples.Length.ShouldBeGreaterThan(1);
        foreach (var sample in Samples)
        {
            ImportFixture.ImportWithWarnings(sample).Warnings.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Mutated_bytes_of_YAML_and_JSON_never_throw_anything_else()
    {
        var texts = Samples.Concat(Samples.Select(sample => Tree(sample).ToJsonString())).ToArray();
        var mutation = from text in Gen.Elements(texts)
                       from edits in Gen.ListOf(from at in Gen.Choose(0, text.Length - 1)
                                                from length in Gen.Choose(0, 40)
                                                from insert in Gen.Elements("", "&a ", "*a", "{", "[", "\"", ":", "- ", "<<: ", "|", "\t", "!!x ", "\u0000", "~", "? ")
                                                select (at, length, insert))
                       select edits.Aggregate(text, static (current, edit) => Edit(current, edit.at, edit.length, edit.insert));
        Check(mutation, static text => Survives(Encoding.UTF8.GetBytes(text), OpenApiImportMode.Create));
    }

    [Fact]
    public void Mutated_trees_never_throw_anything_else_in_any_mode()
    {
        var mutation = from sample in Gen.Elements(Samples)
                       from mode in Gen.Elements(OpenApiImportMode.Create, OpenApiImportMode.Merge, OpenApiImportMode.Overwrite)
                       from edits in Gen.ListOf(from at in Gen.Choose(0, 10_000) from intruder in Gen.Elements(Intruders) select (at, intruder))
                       select (mode, edits.Aggregate(Tree(sample), static (tree, edit) => Replace(tree, edit.at, edit.intruder)).ToJsonString());
        Check(mutation, static one => Survives(Encoding.UTF8.GetBytes(one.Item2), one.mode));
    }

    [Fact]
    public void Random_bytes_never_throw_anything_else() =>
        Check(ArbMap.Default.GeneratorFor<byte[]>(), static bytes => Survives(bytes, OpenApiImportMode.Create));

    private static void Check<T>(Gen<T> generator, Func<T, bool> property) =>
        Prop.ForAll(generator.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    private static bool Survives(byte[] text, OpenApiImportMode mode)
    {
        var existing = mode == OpenApiImportMode.Create ? null : ImportFixture.Import(Samples[0]);
        try
        {
            new OpenApiImporter(new CountingIds(), new Gatehouse.Services.ApiGateway.RestApiQuotas()).Import(
                text, new OpenApiImportOptions { Mode = mode }, existing, ImportFixture.Scope, ImportFixture.Now);
            return true;
        }
        catch (ServiceFaultException fault)
        {
            return fault.Status == 400;
        }
    }

    private static string Edit(string text, int at, int length, string insert)
    {
        at = Math.Min(at, text.Length);
        return string.Concat(text.AsSpan(0, at), insert, text.AsSpan(Math.Min(text.Length, at + length)));
    }

    private static JsonObject Tree(string sample) =>
        Gatehouse.Services.OpenApi.Text.OpenApiDocumentText.Parse(Encoding.UTF8.GetBytes(sample)).Root;

    /// <summary>Puts the intruder in the place of the n-th value, counted around.</summary>
    private static JsonObject Replace(JsonObject tree, int at, string intruder)
    {
        var places = Places(tree).ToList();
        if (places.Count > 0)
        {
            places[at % places.Count](JsonNode.Parse(intruder));
        }

        return tree;
    }

    private static IEnumerable<Action<JsonNode?>> Places(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                return members.ToList().SelectMany(member =>
                    Places(member.Value).Prepend(value => members[member.Key] = value));
            case JsonArray items:
                return Enumerable.Range(0, items.Count).ToList().SelectMany(index =>
                    Places(items[index]).Prepend(value => items[index] = value));
            default:
                return [];
        }
    }
}
