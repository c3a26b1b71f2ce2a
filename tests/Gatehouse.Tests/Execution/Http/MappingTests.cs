using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Model.ApisV2;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Http;

/// <summary>The parameter mapping language: http-api §11.</summary>
public sealed class MappingTests
{
    [Theory]
    [InlineData("append:header.x-out", "more", "in,more")]
    [InlineData("overwrite:header.x-out", "more", "more")]
    [InlineData("remove:header.x-out", "''", null)]
    public async Task Headers_are_appended_overwritten_and_removed(string key, string value, string? expected)
    {
        var seen = await SendAsync([(key, value)], ("X-Out", "in"));

        seen.Headers.GetValueOrDefault("X-Out").ShouldBe(expected);
    }

    [Theory]
    [InlineData("append:querystring.q", "3", "/y?q=1&r=2&q=3")]
    [InlineData("overwrite:querystring.q", "3", "/y?q=3&r=2")]
    [InlineData("remove:querystring.q", "", "/y?r=2")]
    [InlineData("append:querystring.n w", "a&b=c", "/y?q=1&r=2&n%20w=a%26b%3Dc")]
    public async Task Query_parameters_are_appended_overwritten_and_removed(string key, string value, string expected) =>
        (await SendAsync([(key, value)], "/pets/7?q=1&r=2")).Target.ShouldBe(expected);

    [Theory]
    [InlineData("/fixed", "/fixed?q=1")]
    [InlineData("fixed", "/fixed?q=1")] // a missing slash (unconfirmed)
    [InlineData("$request.path", "/pets/a%2Fb?q=1")]
    [InlineData("/v2${request.path}", "/v2/pets/a%2Fb?q=1")]
    [InlineData("/animals/${request.path.id}", "/animals/a%2Fb?q=1")]
    [InlineData("$request.header.x-in", "/a%20b/c?q=1")] // the whole path is the client's
    [InlineData("/p/${request.header.x-in}", "/p/a%20b%2Fc?q=1")] // a piece of it stays one segment
    public async Task The_path_is_overwritten(string value, string expected) =>
        (await SendAsync([("overwrite:path", value)], "/pets/a%2Fb?q=1", ("X-In", "a b/c"))).Target.ShouldBe(expected);

    [Theory] // §11.1: every source
    [InlineData("$request.header.X-IN", "1, 2")]
    [InlineData("$request.header.absent", null)]
    [InlineData("$request.querystring.q", "1,3")]
    [InlineData("$request.querystring.Q", null)]
    [InlineData("$request.path", "/pets/7")]
    [InlineData("$request.path.id", "7")]
    [InlineData("$request.body", "{\"a\":{\"b\":[1,{\"c\":\"deep\"}]},\"n\":1.50,\"o\":{\"x\": 1}}")]
    [InlineData("$request.body.n", "1.50")]
    [InlineData("$request.body.o", "{\"x\": 1}")]
    [InlineData("$request.body.a.b[1].c", "deep")]
    [InlineData("$request.body['a']['b'][0]", "1")]
    [InlineData("$request.body.missing", null)]
    [InlineData("$request.body..c", null)]
    [InlineData("$request.body.a.b[*]", null)]
    [InlineData("$request.body.a.b[?(@.c)]", null)]
    [InlineData("$context.httpMethod", "POST")]
    [InlineData("$context.routeKey", "ANY /pets/{id}")]
    [InlineData("$context.stage", "$default")]
    [InlineData("$context.unknown", null)]
    [InlineData("$stageVariables.tier", "gold")]
    [InlineData("$stageVariables.absent", null)]
    [InlineData("$request.header.Authorization", null)] // reserved (§11.3)
    [InlineData("$response.header.x", null)] // no answer yet
    [InlineData("$nonsense", null)]
    [InlineData("literal", "literal")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData("a ${request.path.id} b ${stageVariables.tier}", "a 7 b gold")]
    [InlineData("${request.path.id}", "7")]
    [InlineData("x${request.header.absent}y", null)]
    [InlineData("${request.header.absent}${request.path.id}", "7")]
    public async Task Every_source_of_a_request_has_its_value(string value, string? expected)
    {
        var seen = await SendAsync(
            [("overwrite:header.x-out", value)], "/pets/7?q=1&q=3",
            body: "{\"a\":{\"b\":[1,{\"c\":\"deep\"}]},\"n\":1.50,\"o\":{\"x\": 1}}", headers: [("X-In", "1"), ("X-In", "2"), ("Authorization", "secret")]);

        seen.Headers.GetValueOrDefault("x-out").ShouldBe(expected); // without a value the mapping is skipped
    }

    [Fact] // §11.1: evaluation uses the original
    public async Task Mappings_read_the_original_request_so_that_a_header_can_be_renamed()
    {
        var seen = await SendAsync(
            [("append:header.b", "$request.header.a"), ("remove:header.a", "''"), ("overwrite:header.c", "$request.header.b")],
            ("A", "1"), ("B", "0"));

        seen.Headers["b"].ShouldBe("0,1");
        seen.Headers.ShouldNotContainKey("a");
        seen.Headers["c"].ShouldBe("0");
    }

    [Fact] // §11.3: Host is not reserved
    public async Task Host_can_be_overwritten() =>
        (await SendAsync([("overwrite:header.host", "virtual.example.com")])).Headers["Host"].ShouldBe("virtual.example.com");

    [Theory]
    [InlineData("overwrite:header.authorization")]
    [InlineData("append:header.X-Amz-Date")]
    [InlineData("overwrite:header.via")]
    [InlineData("overwrite:header.x-forwarded-for")]
    [InlineData("append:path")]
    [InlineData("remove:path")]
    [InlineData("overwrite:statuscode")]
    [InlineData("replace:header.x")]
    [InlineData("overwrite:header.a b")]
    public async Task A_line_that_got_past_the_control_plane_does_nothing(string key)
    {
        var seen = await SendAsync([(key, "evil")], ("Authorization", "mine"));

        string.Join('\n', seen.Headers.Select(static header => header.Key + header.Value)).ShouldNotContain("evil");
        seen.Target.ShouldBe("/y");
        seen.Headers["Authorization"].ShouldBe("mine");
    }

    [Theory]
    [InlineData("overwrite:header.x-out", "$request.querystring.q", "/pets/7?q=a%0D%0AX-Evil:1")]
    [InlineData("overwrite:path", "/a/${request.querystring.q}", "/pets/7?q=..")]
    [InlineData("overwrite:path", "$request.querystring.q", "/pets/7?q=/a/%2e%2e/b")]
    public async Task A_value_that_would_leave_its_place_is_refused(string key, string value, string path)
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api.Proxy(
            "ANY /pets/{id}", url + "/y", one => one with { RequestParameters = HttpApiBuilder.Map((key, value)) }));

        (await fixture.AskAsync("GET", path)).ShouldBe((400, "{\"message\":\"Bad Request\"}"));
        fixture.Backend.Requests.ShouldBeEmpty();
    }

    [Fact] // §11.1: the first 100 KB
    public void A_path_looks_into_the_first_100_KB_and_no_further()
    {
        var filler = new string('x', 110_000);
        BodyPath.TryParse(".a")!.Read(Encoding.UTF8.GetBytes($"{{\"a\":\"here\",\"f\":\"{filler}\"}}")).ShouldBe("here");
        BodyPath.TryParse(".a")!.Read(Encoding.UTF8.GetBytes($"{{\"f\":\"{filler}\",\"a\":\"there\"}}")).ShouldBeNull();
        BodyPath.TryParse(".f")!.Read(Encoding.UTF8.GetBytes($"{{\"f\":\"{filler}\"}}")).ShouldBeNull();
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "2")] // the last of equal names, as for any JSON parser
    [InlineData("{\"a\":null}", null)]
    [InlineData("{\"a\":\"x\\u0041\"}", "xA")]
    [InlineData("[1]", null)]
    [InlineData("not json", null)]
    [InlineData("{\"a\":1", null)]
    [InlineData("", null)]
    public void A_body_path_reads_what_is_there(string body, string? expected) =>
        BodyPath.TryParse(".a")!.Read(Encoding.UTF8.GetBytes(body)).ShouldBe(expected);

    [Fact]
    public void No_body_and_no_path_makes_the_reader_throw() => Prop.ForAll(
        (from path in Gen.Elements(".a", ".a.b", "[0]", ".a[1].b", "['x y']", ".", "..", "[", "[a]", "[-1]", "")
         from body in Gen.Elements("{}", "[[", "{\"a\":{\"b\":1}}", "{\"a\":", "\"\\ud800\"", "{\"a\":\"\\ud800\"}", "\u0000", "[1,[2,{\"b\":3}]]")
         from cut in Gen.Choose(0, 16)
         select (path, body[..Math.Min(cut, body.Length)])).ToArbitrary(),
        given =>
        {
            _ = BodyPath.TryParse(given.path)?.Read(Encoding.UTF8.GetBytes(given.Item2));
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task The_answer_s_headers_and_status_are_mapped_by_the_integration_s_status_exactly()
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, url) => api.Proxy("GET /x", url, static one => one with
            {
                ResponseParameters = ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>.Empty
                    .Add("500", HttpApiBuilder.Map(
                        ("overwrite:statuscode", "403"), ("append:header.x-a", "2"), ("remove:header.x-b", "''"),
                        ("overwrite:header.x-c", "$response.header.x-b"), ("overwrite:header.x-d", "$response.body.why"),
                        ("overwrite:header.x-e", "${stageVariables.tier}-$context.stage ${context.stage}")))
                    .Add("201", HttpApiBuilder.Map(("overwrite:header.x-all", "$response.body"))),
            }),
            stage => stage with { StageVariables = HttpApiBuilder.Map(("tier", "gold")) },
            static context =>
            {
                context.Response.StatusCode = context.Request.Query.ContainsKey("ok") ? 200
                    : context.Request.Query.ContainsKey("made") ? 201 : 500;
                context.Response.Headers["x-a"] = "1";
                context.Response.Headers["x-b"] = "b";
                return context.Response.WriteAsync("{\"why\":\"because\"}");
            });

        using var failed = await fixture.GetAsync("/x");
        using var ok = await fixture.GetAsync("/x?ok=1");

        ((int)failed.StatusCode).ShouldBe(403);
        failed.Headers.GetValues("x-a").ShouldBe(["1", "2"]);
        failed.Headers.Contains("x-b").ShouldBeFalse();
        failed.Headers.GetValues("x-c").Single().ShouldBe("b"); // the original, though x-b is removed
        failed.Headers.GetValues("x-d").Single().ShouldBe("because");
        failed.Headers.GetValues("x-e").Single().ShouldBe("gold-$context.stage $default");
        (await failed.Content.ReadAsStringAsync()).ShouldBe("{\"why\":\"because\"}");
        ((int)ok.StatusCode).ShouldBe(200);
        ok.Headers.Contains("x-c").ShouldBeFalse();
        using var made = await fixture.GetAsync("/x?made=1");
        made.Headers.GetValues("x-all").Single().ShouldBe("{\"why\":\"because\"}");
    }

    [Fact] // §11.2
    public async Task The_gateway_s_own_errors_are_not_mapped()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Proxy("GET /x", "http://no-such-host.invalid", static one => one with
        {
            ResponseParameters = ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>.Empty
                .Add("503", HttpApiBuilder.Map(("overwrite:statuscode", "200"))),
        }));

        (await fixture.AskAsync("GET", "/x")).Status.ShouldBe(503);
    }

    [Fact]
    public async Task A_function_s_answer_is_mapped_too()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("GET /x", configure: static one => one with
        {
            ResponseParameters = ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>.Empty
                .Add("200", HttpApiBuilder.Map(("overwrite:statuscode", "202"), ("append:header.x-id", "$response.body.id"))),
        }));
        fixture.Functions.Returns("{\"id\":7}");

        using var response = await fixture.GetAsync("/x");

        ((int)response.StatusCode).ShouldBe(202);
        response.Headers.GetValues("x-id").Single().ShouldBe("7");
    }

    private static Task<Integrations.Http.BackendServer.Received> SendAsync(
        (string Key, string Value)[] mappings, params (string Name, string Value)[] headers) =>
        SendAsync(mappings, "/pets/7", null, headers);

    private static Task<Integrations.Http.BackendServer.Received> SendAsync(
        (string Key, string Value)[] mappings, string path, params (string Name, string Value)[] headers) =>
        SendAsync(mappings, path, null, headers);

    private static async Task<Integrations.Http.BackendServer.Received> SendAsync(
        (string Key, string Value)[] mappings, string path, string? body, (string Name, string Value)[] headers)
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, url) => api.Proxy("ANY /pets/{id}", url + "/y", one => one with { RequestParameters = HttpApiBuilder.Map(mappings) }),
            stage => stage with { StageVariables = HttpApiBuilder.Map(("tier", "gold")) });
        var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await fixture.SendAsync(body is null ? "GET" : "POST", path, content, headers);
        response.IsSuccessStatusCode.ShouldBeTrue(fixture.Detail);
        return fixture.Backend.Requests.Single();
    }
}
