using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>rest-execution §9 and §11 from the outside: a stage's cache and its canary, through the management API.</summary>
public sealed class CacheAndCanaryTests
{
    [Fact]
    public async Task A_stage_with_a_cache_answers_as_the_transcripts_say_one_after_another()
    {
        using var backend = new ScriptedBackend();
        await using var server = await ServerProcess.ServeAsync();
        var api = await server.DeployAsync(
            """
            {"openapi":"3.0.1","info":{"title":"cached","version":"1"},"paths":{"/cached":{"get":{
              "parameters":[{"name":"q","in":"query","schema":{"type":"string"}}],
              "responses":{"200":{"description":"ok"}},
              "x-amazon-apigateway-integration":{"type":"http_proxy","httpMethod":"GET","uri":"http://127.0.0.1:@PORT/",
              "cacheKeyParameters":["method.request.querystring.q"]}}}}}
            """.Replace("@PORT", $"{backend.Port}", StringComparison.Ordinal),
            "dev");
        var stage = $"/restapis/{api}/stages/dev";
        await PatchAsync(
            server, stage,
            ("replace", "/cacheClusterEnabled", "true"), ("replace", "/cacheClusterSize", "0.5"), ("replace", "/*/*/caching/enabled", "true"));

        await AnswersAsync(server, api, "1-miss");
        await AnswersAsync(server, api, "2-hit");
        backend.Heads.Count.ShouldBe(1);
        await AnswersAsync(server, api, "3-other-key");
        backend.Heads.Count.ShouldBe(2);
        await AnswersAsync(server, api, "4-refresh-ignored");
        await PatchAsync(server, stage, ("replace", "/*/*/caching/unauthorizedCacheControlHeaderStrategy", "FAIL_WITH_403"));
        await AnswersAsync(server, api, "5-refresh-refused");
        backend.Heads.Count.ShouldBe(2);
        (await server.ControlAsync(HttpMethod.Delete, stage + "/cache/data")).Status.ShouldBe(HttpStatusCode.Accepted);
        await AnswersAsync(server, api, "6-after-flush");
        backend.Heads.Count.ShouldBe(3);
        await PatchAsync(server, stage, ("replace", "/*/*/caching/requireAuthorizationForCacheControl", "false"));
        await RawAsync(server, api, "Cache-Control: max-age=0");
        backend.Heads.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_canary_takes_its_share_is_promoted_and_ends()
    {
        await using var server = await ServerProcess.ServeAsync();
        var api = await server.DeployAsync(Mock("first"), "dev");
        var stage = $"/restapis/{api}/stages/dev";
        (await server.ControlAsync(HttpMethod.Put, $"/restapis/{api}?mode=overwrite", Mock("second"))).Status.ShouldBe(HttpStatusCode.OK);
        (await TextAsync(server, api)).ShouldBe("first  ");

        var (status, canary, _) = await server.ControlAsync(
            HttpMethod.Post, $"/restapis/{api}/deployments",
            """{"stageName":"dev","canarySettings":{"percentTraffic":100.0,"stageVariableOverrides":{"color":"blue"}}}""");

        status.ShouldBe(HttpStatusCode.Created);
        (await TextAsync(server, api)).ShouldBe("second true blue");
        await PatchAsync(server, stage, ("replace", "/canarySettings/percentTraffic", "0.0"));
        (await TextAsync(server, api)).ShouldBe("first false ");

        var (_, promoted, _) = await server.ControlAsync(
            HttpMethod.Patch, stage,
            """
            {"patchOperations":[
              {"op":"replace","path":"/canarySettings/percentTraffic","value":"0.0"},
              {"op":"copy","from":"/canarySettings/stageVariableOverrides","path":"/variables"},
              {"op":"copy","from":"/canarySettings/deploymentId","path":"/deploymentId"}]}
            """);
        promoted!["deploymentId"]!.GetValue<string>().ShouldBe(canary!["id"]!.GetValue<string>());
        (await TextAsync(server, api)).ShouldBe("second false blue");
        await PatchAsync(server, stage, ("remove", "/canarySettings", null));
        (await TextAsync(server, api)).ShouldBe("second  blue");
    }

    private static string Mock(string name) =>
        """
        {"openapi":"3.0.1","info":{"title":"canary","version":"1"},"paths":{"/":{"get":{
          "responses":{"200":{"description":"ok"}},
          "x-amazon-apigateway-integration":{"type":"mock","requestTemplates":{"application/json":"{\"statusCode\": 200}"},
            "responses":{"default":{"statusCode":"200","responseTemplates":{
              "application/json":"@NAME $!context.isCanaryRequest $!stageVariables.color"}}}}}}}}
        """.Replace("@NAME", name, StringComparison.Ordinal);

    private static async Task AnswersAsync(ServerProcess server, string api, string name)
    {
        var transcript = Transcript.Load(
            RepositoryRoot.Combine("tests", "Gatehouse.Conformance", "golden", "cache", name + ".http"));
        using var connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync(Fill(transcript.Request));

        var response = await connection.ReadAsync();

        response.ShouldNotBeNull();
        transcript.Differences(response, Fill).ShouldBeEmpty($"{name}, source: {transcript.Source}");

        string Fill(string text) => text.Replace("{{host}}", $"{api}.execute-api.localhost:{server.Port}", StringComparison.Ordinal);
    }

    private static async Task RawAsync(ServerProcess server, string api, string header)
    {
        using var connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync(
            $"GET /dev/cached?q=1 HTTP/1.1\r\nHost: {api}.execute-api.localhost\r\n{header}\r\n\r\n");
        (await connection.ReadAsync())!.StatusLine.ShouldBe("HTTP/1.1 200 OK");
    }

    private static async Task<string> TextAsync(ServerProcess server, string api)
    {
        using var client = new HttpClient { BaseAddress = server.Endpoint };
        return await client.GetStringAsync(new Uri($"/_aws/execute-api/{api}/dev/", UriKind.Relative));
    }

    private static async Task PatchAsync(ServerProcess server, string path, params (string Op, string Path, string? Value)[] operations)
    {
        var list = new JsonArray();
        foreach (var (op, pointer, value) in operations)
        {
            var operation = new JsonObject { ["op"] = op, ["path"] = pointer };
            if (value is not null)
            {
                operation["value"] = value;
            }

            list.Add((JsonNode)operation);
        }

        var (status, body, _) = await server.ControlAsync(
            HttpMethod.Patch, path, new JsonObject { ["patchOperations"] = list }.ToJsonString());
        status.ShouldBe(HttpStatusCode.OK, body?.ToJsonString());
    }
}
