using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Languages.JsonPath;

public sealed class JsonPathCorpusTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var (path, expected) in JsonPathCorpus.Cases())
        {
            data.Add(path, expected);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Finds_what_Jayway_finds(string path, string expected) =>
        JsonPathCorpus.Evaluate(path).ShouldBe(JsonPathDifferences.Expected(path, expected));

    [Fact]
    public void Every_listed_difference_still_is_one()
    {
        var recorded = JsonPathCorpus.Cases()
            .ToDictionary(each => each.Path, each => each.Expected, StringComparer.Ordinal);
        foreach (var path in JsonPathDifferences.Paths)
        {
            JsonPathCorpus.Evaluate(path).ShouldNotBe(recorded[path]);
        }
    }

    [Fact]
    public void Every_prefix_of_every_path_compiles_or_is_refused()
    {
        foreach (var (path, _) in JsonPathCorpus.Cases())
        {
            for (var length = 0; length < path.Length; length++)
            {
                Should.NotThrow(() => JsonPathCorpus.Evaluate(path[..length]), path[..length]);
            }
        }
    }
}
