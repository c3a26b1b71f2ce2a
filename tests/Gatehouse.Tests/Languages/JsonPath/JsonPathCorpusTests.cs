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
        JsonPathCorpus.Evaluate(path).ShouldBe(expected);

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
