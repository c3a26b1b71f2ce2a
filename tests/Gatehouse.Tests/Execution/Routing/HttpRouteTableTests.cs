using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Execution.Routing;
using Shouldly;

namespace Gatehouse.Tests.Execution.Routing;

/// <summary>Route selection of HTTP APIs: http-api §6.3 and its checklist.</summary>
public sealed class HttpRouteTableTests
{
    [Theory]
    [InlineData("GET", "/pets/dog/1", "GET /pets/dog/1")]
    [InlineData("GET", "/pets/dog/2", "GET /pets/dog/{id}")]
    [InlineData("GET", "/pets/cat/2", "GET /pets/{proxy+}")]
    [InlineData("GET", "/pets/dog/1/2", "GET /pets/{proxy+}")]
    [InlineData("GET", "/other", "ANY /{proxy+}")]
    [InlineData("POST", "/pets/dog/1", "ANY /{proxy+}")]
    public void Exact_beats_variable_beats_greedy_and_a_longer_greedy_beats_a_shorter(
        string verb, string path, string expected) => Match(
            verb, path, "GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default")
        .ShouldBe(expected);

    [Fact] // §6.3: (1) full match, (2) greedy
    public void A_full_match_goes_before_a_greedy_one_with_a_longer_literal_prefix() =>
        Match("GET", "/a/b", "GET /a/{proxy+}", "GET /{x}/b").ShouldBe("GET /{x}/b");

    [Theory]
    [InlineData("GET", "GET /x")]
    [InlineData("PUT", "ANY /x")]
    public void The_method_goes_before_ANY_on_the_same_path(string verb, string expected) =>
        Match(verb, "/x", "ANY /x", "GET /x").ShouldBe(expected);

    [Fact] // unconfirmed, §6.3: paths are compared before methods
    public void A_more_specific_path_with_ANY_goes_before_the_method_on_a_greedy_one() =>
        Match("GET", "/pets/1", "ANY /pets/{id}", "GET /{proxy+}").ShouldBe("ANY /pets/{id}");

    [Fact]
    public void A_path_with_other_methods_only_falls_through()
    {
        Match("POST", "/x", "GET /x").ShouldBeNull();
        Match("POST", "/x", "GET /x", "$default").ShouldBe("$default");
        Match("POST", "/a/b", "GET /a/b", "POST /a/{x}").ShouldBe("POST /a/{x}");
    }

    [Fact]
    public void HEAD_is_not_served_by_GET() => Match("HEAD", "/x", "GET /x").ShouldBeNull();

    [Theory]
    [InlineData("TRACE")]
    [InlineData("get")]
    [InlineData("PROPFIND")]
    public void A_method_that_no_route_can_name_finds_none_not_even_the_default(string verb) =>
        Match(verb, "/x", "ANY /x", "$default").ShouldBeNull();

    [Theory]
    [InlineData("/x/", null)]
    [InlineData("/x//", null)]
    [InlineData("//x", null)]
    [InlineData("/X", null)]
    [InlineData("/x", "GET /x")]
    public void A_trailing_slash_and_the_case_count(string path, string? expected) =>
        Match("GET", path, "GET /x").ShouldBe(expected);

    [Theory]
    [InlineData("/x/", "GET /x/{proxy+}", "")]
    [InlineData("/x/a/b", "GET /x/{proxy+}", "a/b")]
    [InlineData("/x//a", "GET /x/{proxy+}", "/a")]
    [InlineData("/x", null, null)]
    public void A_greedy_variable_takes_the_rest_an_empty_one_too(string path, string? expected, string? value)
    {
        var (route, captures) = Find("GET", path, "GET /x/{proxy+}");
        route.ShouldBe(expected);
        captures.FirstOrDefault().ShouldBe(value);
    }

    [Fact] // unconfirmed, §6.3
    public void The_root_is_taken_by_a_greedy_variable_at_the_root()
    {
        Captured("GET /{proxy+}", "GET", "/", "GET /{proxy+}").ShouldBe([""]);
        Match("GET", "/", "GET /", "GET /{proxy+}").ShouldBe("GET /");
    }

    [Fact]
    public void Segments_are_compared_decoded_and_an_encoded_slash_stays_inside_its_segment()
    {
        Match("GET", "/caf%C3%A9", "GET /café").ShouldBe("GET /café");
        Match("GET", "/a%2Fb", "GET /a/b").ShouldBeNull();
        Captured("GET /{id}", "GET", "/a%2Fb", "GET /{id}").ShouldBe(["a%2Fb"]);
    }

    [Fact]
    public void Captures_are_those_of_the_branch_that_led_somewhere() =>
        Captured("GET /{y}/b/{z}", "GET", "/a/b/d", "GET /a/{x}/c", "GET /{y}/b/{z}").ShouldBe(["a", "d"]);

    [Fact]
    public void Two_routes_of_one_key_do_not_compile()
    {
        var builder = new HttpRouteTableBuilder<string>();
        builder.Add("GET", "/x/{a}", "one");
        Should.Throw<RouteConflictException>(() => builder.Add("GET", "/x/{b}", "two"));
        builder.AddDefault("d");
        Should.Throw<RouteConflictException>(() => builder.AddDefault("e"));
    }

    /// <summary>The table against the rule as §6.3 says it: all routes that match, ranked.</summary>
    [Fact]
    public void Finds_what_a_search_through_all_routes_finds()
    {
        var segment = Gen.Elements("a", "b", "{v}");
        var template = from count in Gen.Choose(0, 3)
                       from parts in Gen.ArrayOf(segment, count)
                       from greedy in Gen.Elements(false, false, true)
                       select "/" + string.Join('/', greedy ? parts.Append("{g+}") : parts);
        var key = from verb in Gen.Elements("GET", "ANY", "POST")
                  from path in template
                  select verb + " " + path;
        var call = from verb in Gen.Elements("GET", "POST", "PUT")
                   from count in Gen.Choose(0, 4)
                   from parts in Gen.ArrayOf(Gen.Elements("a", "b", "c", ""), count)
                   select (verb, "/" + string.Join('/', parts));
        Prop.ForAll(
            Arb.From(from keys in Gen.ArrayOf(key, 6) from one in call select (keys.Distinct().ToArray(), one)),
            ((string[] Keys, (string Verb, string Path) Call) given) =>
            {
                var expected = Search(given.Keys, given.Call.Verb, given.Call.Path);
                return Match(given.Call.Verb, given.Call.Path, given.Keys) == expected;
            }).QuickCheckThrowOnFailure();
    }

    private static string? Search(string[] keys, string verb, string path)
    {
        var segments = path[1..].Split('/');
        return keys
            .Where(key => key.StartsWith(verb + " ", StringComparison.Ordinal) || key.StartsWith("ANY ", StringComparison.Ordinal))
            .Select(key => (Key: key, Rank: Rank(key[(key.IndexOf(' ') + 1)..], segments)))
            .Where(static one => one.Rank is not null)
            .OrderByDescending(static one => one.Rank, StringComparer.Ordinal)
            .ThenByDescending(one => one.Key.StartsWith(verb + " ", StringComparison.Ordinal))
            .Select(static one => one.Key)
            .FirstOrDefault();
    }

    /// <summary>Full before greedy; then a literal before a variable at the first place where two templates differ.</summary>
    private static string? Rank(string template, string[] segments)
    {
        var parts = template == "/" ? [] : template[1..].Split('/');
        if (template == "/")
        {
            return segments is [""] ? "Z" : null;
        }

        var isGreedy = parts[^1] == "{g+}";
        var rank = isGreedy ? "G" : "Z";
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] == "{g+}")
            {
                return segments.Length >= parts.Length ? rank + "a" : null;
            }

            if (i >= segments.Length || segments[i].Length == 0 || (parts[i] != "{v}" && parts[i] != segments[i]))
            {
                return null;
            }

            rank += parts[i] == "{v}" ? "b" : "c";
        }

        return segments.Length == parts.Length ? rank : null;
    }

    private static string[] Captured(string expected, string verb, string path, params string[] keys)
    {
        var (route, captures) = Find(verb, path, keys);
        route.ShouldBe(expected);
        return captures;
    }

    private static string? Match(string verb, string path, params string[] keys) => Find(verb, path, keys).Route;

    private static (string? Route, string[] Captures) Find(string verb, string path, params string[] keys)
    {
        var builder = new HttpRouteTableBuilder<string>();
        foreach (var key in keys)
        {
            var space = key.IndexOf(' ');
            if (space < 0)
            {
                builder.AddDefault(key);
            }
            else
            {
                builder.Add(key[..space], key[(space + 1)..], key);
            }
        }

        var captures = default(RouteCaptures);
        var route = builder.Build().Match(path, verb, ref captures);
        return (route, [.. Enumerable.Range(0, captures.Count).Select(i => path.Substring(captures[i].Start, captures[i].Length))]);
    }
}
