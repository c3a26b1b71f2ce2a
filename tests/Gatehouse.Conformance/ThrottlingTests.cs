using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>Keys, plans, quotas and throttles over sockets (rest-execution §10; rest-control-plane §2.11 to §2.14).</summary>
public sealed class ThrottlingTests
{
    private const string Definition = """
        {"openapi":"3.0.1","info":{"title":"keys","version":"1"},
         "components":{"securitySchemes":{"api_key":{"type":"apiKey","name":"x-api-key","in":"header"}}},
         "paths":{
          "/keyed":{"get":{"security":[{"api_key":[]}],"responses":{"200":{"description":"ok"}},"x-amazon-apigateway-integration":{"type":"mock",
            "requestTemplates":{"application/json":"{\"statusCode\": 200}"},"responses":{"default":{"statusCode":"200"}}}}},
          "/open":{"get":{"responses":{"200":{"description":"ok"}},"x-amazon-apigateway-integration":{"type":"mock",
            "requestTemplates":{"application/json":"{\"statusCode\": 200}"},"responses":{"default":{"statusCode":"200"}}}}}}}
        """;

    /// <summary>The whole life of a key, as a client drives it: refused, admitted, throttled, used up, extended.</summary>
    [Fact]
    public async Task A_key_its_plan_and_its_quota()
    {
        await using var server = await ServerProcess.ServeAsync();
        var api = await server.DeployAsync(Definition, "dev");
        var plan = await CreateAsync(server, "/usageplans", $$$"""
            {"name":"gold","apiStages":[{"apiId":"{{{api}}}","stage":"dev"}],"quota":{"limit":3,"period":"DAY"}}
            """);
        var key = await CreateAsync(server, "/apikeys", """{"name":"k","enabled":true,"value":"a-value-of-twenty-characters"}""");
        using var connection = await RawConnection.OpenAsync(server.Port);
        (await AskAsync(connection, api, "keyed", "a-value-of-twenty-characters")).ShouldBe((403, """{"message":"Forbidden"}"""));
        await CreateAsync(server, $"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""");

        for (var i = 0; i < 3; i++)
        {
            (await AskAsync(connection, api, "keyed", "a-value-of-twenty-characters")).Status.ShouldBe(200);
        }

        (await AskAsync(connection, api, "keyed", "a-value-of-twenty-characters")).ShouldBe((429, """{"message":"Limit Exceeded"}"""));
        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (_, usage, _) = await server.ControlAsync(
            HttpMethod.Get, $"/usageplans/{plan}/usage?startDate={today}&endDate={today}");
        usage!["values"]![key]!.ToJsonString().ShouldBe("[[3,0]]");
        await PatchAsync(server, $"/usageplans/{plan}/keys/{key}/usage", "/remaining", "1");
        (await AskAsync(connection, api, "keyed", "a-value-of-twenty-characters")).Status.ShouldBe(200);
        (await AskAsync(connection, api, "keyed", "a-value-of-twenty-characters")).Status.ShouldBe(429);
        await PatchAsync(server, $"/apikeys/{key}", "/enabled", "false");
        (await AskAsync(connection, api, "keyed", "a-value-of-twenty-characters")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Quotas_survive_a_restart()
    {
        var data = Directory.CreateTempSubdirectory("gatehouse-quota-").FullName;
        string api;
        await using (var first = await ServerProcess.ServeAsync(data))
        {
            api = await first.DeployAsync(Definition, "dev");
            var plan = await CreateAsync(first, "/usageplans", $$$"""
                {"name":"gold","apiStages":[{"apiId":"{{{api}}}","stage":"dev"}],"quota":{"limit":2,"period":"MONTH"}}
                """);
            var key = await CreateAsync(first, "/apikeys", """{"enabled":true,"value":"a-value-of-twenty-characters"}""");
            await CreateAsync(first, $"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""");
            using var connection = await RawConnection.OpenAsync(first.Port);
            (await AskAsync(connection, api, "keyed", "a-value-of-twenty-characters")).Status.ShouldBe(200);
            (await first.TerminateAsync()).ShouldBe(0);
        }

        await using (var second = await ServerProcess.ServeAsync(data))
        {
            using var connection = await RawConnection.OpenAsync(second.Port);
            (await AskAsync(connection, api, "keyed", "a-value-of-twenty-characters")).Status.ShouldBe(200);
            (await AskAsync(connection, api, "keyed", "a-value-of-twenty-characters")).ShouldBe((429, """{"message":"Limit Exceeded"}"""));
        }

        Directory.Delete(data, recursive: true);
    }

    /// <summary>
    /// Thirty connections ask for as much as they get. The bucket is exact (its unit tests say so); the bounds here are
    /// wide because two machines' clocks and a busy runner measure.
    /// </summary>
    [Fact]
    public async Task A_stages_rate_is_held_over_many_connections()
    {
        const int rate = 200;
        const int burst = 20;
        await using var server = await ServerProcess.ServeAsync();
        var api = await server.DeployAsync(Definition, "dev");
        await PatchAsync(server, $"/restapis/{api}/stages/dev", "/*/*/throttling/rateLimit", $"{rate}");
        await PatchAsync(server, $"/restapis/{api}/stages/dev", "/*/*/throttling/burstLimit", $"{burst}");
        var served = 0;
        var refused = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            using var connection = await RawConnection.OpenAsync(server.Port);
            while (watch.Elapsed < TimeSpan.FromSeconds(3))
            {
                var (status, text) = await AskAsync(connection, api, "open", null);
                if (status == 200)
                {
                    Interlocked.Increment(ref served);
                }
                else
                {
                    (status, text).ShouldBe((429, """{"message":"Too Many Requests"}"""));
                    Interlocked.Increment(ref refused);
                }
            }
        }));
        var seconds = watch.Elapsed.TotalSeconds;

        refused.ShouldBeGreaterThan(0);
        ((double)served).ShouldBeInRange((rate * seconds * 0.9) - burst, (rate * seconds * 1.02) + burst);
    }

    private static async Task<(int Status, string Text)> AskAsync(RawConnection connection, string api, string path, string? key)
    {
        await connection.SendAsync(
            $"GET /dev/{path} HTTP/1.1\r\nHost: {api}.execute-api.localhost\r\n{(key is null ? "" : $"X-Api-Key: {key}\r\n")}\r\n");
        var response = (await connection.ReadAsync())!;
        if (response.Status == 429)
        {
            response.Header("x-amzn-ErrorType").ShouldBe(
                response.Text.Contains("Limit") ? "LimitExceededException" : "TooManyRequestsException");
        }

        return (response.Status, response.Text);
    }

    private static async Task<string> CreateAsync(ServerProcess server, string path, string body)
    {
        var (status, created, _) = await server.ControlAsync(HttpMethod.Post, path, body);
        status.ShouldBe(HttpStatusCode.Created, created?.ToJsonString());
        return created!["id"]!.GetValue<string>();
    }

    private static async Task PatchAsync(ServerProcess server, string target, string path, string value)
    {
        var body = new JsonObject
        {
            ["patchOperations"] = new JsonArray(new JsonObject { ["op"] = "replace", ["path"] = path, ["value"] = value }),
        };
        var (status, answer, _) = await server.ControlAsync(HttpMethod.Patch, target, body.ToJsonString());
        status.ShouldBe(HttpStatusCode.OK, answer?.ToJsonString());
    }
}
