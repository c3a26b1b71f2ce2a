using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Execution.Routing;
using Shouldly;

namespace Gatehouse.Tests.Execution.Routing;

/// <summary>rest-execution §2 (the guide's precedence rules), §1.3 for slashes.</summary>
public sealed class RouteTableTests
{
    [Theory]
    [InlineData("/pets/mine", "/pets/mine", "")]
    [InlineData("/pets/7", "/pets/{id}", "7")]
    [InlineData("/pets/7/toys/9", "/pets/{id}/toys/{toy}", "7|9")]
    [InlineData("/pets/mine/toys", "/{proxy+}", "pets/mine/toys")]
    [InlineData("/files/a/b/c", "/files/{path+}", "a/b/c")]
    [InlineData("/other", "/{proxy+}", "other")]
    public void A_literal_goes_before_a_parameter_and_a_parameter_before_a_greedy_one(string path, string expected, string captured)
    {
        var routes = Build("/pets/mine", "/pets/{id}", "/pets/{id}/toys/{toy}", "/files/{path+}", "/{proxy+}");

        Match(routes, path).ShouldBe((expected, captured));
    }

    [Fact]
    public void A_literal_branch_without_a_target_is_left_for_the_ancestors_greedy_resource()
    {
        var routes = Build("/a/b/c", "/{proxy+}");

        Match(routes, "/a/b/x").ShouldBe(("/{proxy+}", "a/b/x"));
        Match(routes, "/a/b").ShouldBe(("/{proxy+}", "a/b"));
    }

    [Fact]
    public void A_literal_branch_is_left_for_a_parameter_and_what_it_captured_is_forgotten()
    {
        var routes = Build("/{a}/{b}/x", "/{a}/lit/y", "/s/lit/z", "/{proxy+}");

        Match(routes, "/s/lit/y").ShouldBe(("/{a}/lit/y", "s"));
        Match(routes, "/s/lit/x").ShouldBe(("/{a}/{b}/x", "s|lit"));
        Match(routes, "/s/lit/q").ShouldBe(("/{proxy+}", "s/lit/q"));
    }

    [Fact]
    public void Nested_greedy_resources_coexist_and_the_most_specific_wins() // the guide's own example
    {
        var routes = Build("/{proxy+}", "/parent/{proxy+}", "/parent/{child}/{proxy+}");

        Match(routes, "/x/y").ShouldBe(("/{proxy+}", "x/y"));
        Match(routes, "/parent/x").ShouldBe(("/parent/{proxy+}", "x"));
        Match(routes, "/parent/x/y").ShouldBe(("/parent/{child}/{proxy+}", "x|y"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("//")]
    public void A_greedy_resource_never_matches_its_parent(string path)
    {
        Match(Build("/{proxy+}"), path).ShouldBeNull();
        Match(Build("/", "/{proxy+}"), path).ShouldBe(("/", ""));
    }

    [Theory]
    [InlineData("/pets/")]
    [InlineData("//pets")]
    [InlineData("///pets/")]
    public void A_trailing_slash_and_doubled_leading_slashes_do_not_count(string path) =>
        Match(Build("/pets"), path).ShouldBe(("/pets", ""));

    [Fact]
    public void A_doubled_inner_slash_is_an_empty_segment_that_only_a_greedy_parameter_takes()
    {
        Match(Build("/a/b", "/a/{x}"), "/a//b").ShouldBeNull();
        Match(Build("/a/{x}/b"), "/a//b").ShouldBeNull();
        Match(Build("/a/{p+}"), "/a/b//c/").ShouldBe(("/a/{p+}", "b//c"));
    }

    [Fact]
    public void Literals_are_compared_undecoded_and_an_encoded_slash_does_not_split()
    {
        Match(Build("/a b", "/{x}"), "/a%20b").ShouldBe(("/{x}", "a%20b"));
        Match(Build("/x/{y}"), "/x/a%2Fb").ShouldBe(("/x/{y}", "a%2Fb"));
        Match(Build("/Pets"), "/pets").ShouldBeNull();
    }

    [Fact]
    public void Nothing_of_an_empty_table_matches() => Match(Build(), "/x").ShouldBeNull();

    [Fact]
    public void A_literal_match_allocates_nothing()
    {
        var routes = Build([.. Enumerable.Range(0, 1_000).Select(i => $"/resource{i}/items")]);
        var captures = default(RouteCaptures);
        routes.Match("/resource7/items", ref captures);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            routes.Match("/resource512/items", ref captures);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Two_resources_on_one_path_or_parts_below_a_greedy_one_do_not_build()
    {
        Should.Throw<RouteConflictException>(() => Build("/a/{x}", "/a/{y}"));
        Should.Throw<RouteConflictException>(() => Build("/{p+}/a"));
        Should.Throw<RouteConflictException>(() => Build("/" + string.Join('/', Enumerable.Range(0, 33).Select(i => $"{{p{i}}}"))));
    }

    [Fact]
    public void The_table_agrees_with_a_search_by_precedence_on_random_trees_and_paths()
    {
        var parts = new[] { "a", "b", "{p}", "{g+}" };
        var segments = new[] { "a", "b", "c" };
        var templates = Gen.ListOf(Gen.ListOf(Gen.Elements(parts), 3)).Select(list => list
            .Select(p => "/" + string.Join('/', p.TakeWhile((part, i) => i == 0 || p[i - 1] != "{g+}")))
            .Distinct().ToArray());
        var paths = Gen.ListOf(Gen.Elements(segments)).Select(list => "/" + string.Join('/', list));
        var cases = templates.SelectMany(t => paths.Select(p => (Templates: t, Path: p)));

        Prop.ForAll(cases.ToArbitrary(), c =>
            Match(Build(c.Templates), c.Path)?.Template == Oracle(c.Templates, c.Path)).QuickCheckThrowOnFailure();
    }

    /// <summary>Lexicographic precedence over all templates that match as patterns: literal, then parameter, then greedy.</summary>
    private static string? Oracle(string[] templates, string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return templates
            .Select(t => (Template: t, Parts: t.Split('/', StringSplitOptions.RemoveEmptyEntries)))
            .Where(t => Fits(t.Parts, segments))
            .OrderBy(t => string.Concat(t.Parts.Select(p => p == "{g+}" ? '2' : p == "{p}" ? '1' : '0')), StringComparer.Ordinal)
            .Select(t => t.Template)
            .FirstOrDefault();
    }

    private static bool Fits(string[] parts, string[] segments)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            if (i >= segments.Length || (parts[i] is not ("{p}" or "{g+}") && parts[i] != segments[i]))
            {
                return false;
            }

            if (parts[i] == "{g+}")
            {
                return true;
            }
        }

        return parts.Length == segments.Length;
    }

    private static RouteTable<string> Build(params string[] templates)
    {
        var builder = new RouteTableBuilder<string>();
        foreach (var template in templates)
        {
            builder.Add(template, template);
        }

        return builder.Build();
    }

    private static (string Template, string Captured)? Match(RouteTable<string> routes, string path)
    {
        var captures = default(RouteCaptures);
        var found = routes.Match(path, ref captures);
        return found is null
            ? null
            : (found, string.Join('|', Enumerable.Range(0, captures.Count).Select(i => path.Substring(captures[i].Start, captures[i].Length))));
    }
}
