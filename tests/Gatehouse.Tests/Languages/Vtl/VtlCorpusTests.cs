using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Languages.Vtl;

public sealed class VtlCorpusTests
{
    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (construct, template, expected) in VtlCorpus.Cases())
        {
            data.Add(construct, template, expected);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Renders_what_Velocity_renders(string construct, string template, string expected) =>
        VtlCorpus.Render(template).ShouldBe(VtlDifferences.Expected(template, expected), construct);

    [Fact]
    public void Every_listed_difference_still_is_one()
    {
        var recorded = VtlCorpus.Cases()
            .DistinctBy(each => each.Template)
            .ToDictionary(each => each.Template, each => each.Expected, StringComparer.Ordinal);
        foreach (var template in VtlDifferences.Templates)
        {
            VtlCorpus.Render(template).ShouldNotBe(recorded[template]);
        }
    }

    [Fact]
    public void Every_prefix_of_every_template_compiles_or_is_refused()
    {
        foreach (var (_, template, _) in VtlCorpus.Cases().Where((_, index) => index % 5 == 0))
        {
            for (var length = 0; length < template.Length; length++)
            {
                Should.NotThrow(() => VtlCorpus.Render(template[..length]), template[..length]);
            }
        }
    }
}
