using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Integrations.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Rest;

/// <summary>
/// rest-execution §1.5: the header rewrite table over sockets, both directions, three integration families. P passes,
/// D is dropped, R is remapped.
/// </summary>
public sealed class HeaderTableTests
{
    private const string Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

    // Columns: HTTP (mapped by its name), HTTP_PROXY, Lambda. What is dropped on arrival (§1.4) reaches none of them.
    public static TheoryData<string, string, string> Rows() => new()
    {
        { "Age", "PPP", "PPP" }, { "Accept", "PPP", "DPP" }, { "Accept-Charset", "PPP", "PPP" }, { "Accept-Encoding", "PPP", "PPP" },
        { "Authorization", "PPP", "RRR" }, { "Content-MD5", "DDD", "RRR" }, { "Date", "PPP", "RRR" }, { "Expect", "DDD", "DDD" },
        { "Host", "--P", "DDD" }, { "Max-Forwards", "DDD", "RRR" }, { "Pragma", "PPP", "PPP" }, { "Proxy-Authenticate", "DDD", "DDD" },
        { "Range", "PPP", "PPP" }, { "Referer", "PPP", "PPP" }, { "Server", "DDD", "RRR" }, { "TE", "DDD", "DDD" },
        { "Trailer", "DDD", "DDD" }, { "Upgrade", "DDD", "DDD" }, { "User-Agent", "PPP", "RRR" }, { "Via", "DDP", "PDD" },
        { "Warn", "PPP", "PPP" }, { "WWW-Authenticate", "DDD", "RRR" }, { "X-Anything", "PPP", "PPP" }, { "Connection", "---", "RRR" },
        { "Content-Length", "---", "-RR" }, { "Transfer-Encoding", "---", "DDD" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Toward_the_integration(string name, string towardIntegration, string towardClient)
    {
        towardClient.Length.ShouldBe(3);
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await ExecutionHarness.StartAsync(Api(backend.Url, name));
        if (towardIntegration == "---" || name == "Expect")
        {
            return; // of the connection: HostileTableTests sends them raw
        }

        var value = name == "Date" ? "Thu, 01 Jan 2026 00:00:00 GMT" : name == "Host" ? harness.Host : "table/value";
        foreach (var path in new[] { "http", "proxy", "function" })
        {
            await RestPlaneTests.RawAsync(
                harness, $"GET /prod/{path} HTTP/1.1", $"Host: {harness.Host}", name == "Host" ? "X-None: 1" : $"{name}: {value}",
                "Connection: close");
        }

        var event_ = JsonNode.Parse(harness.Functions.Calls[0].Payload)!["headers"]!.AsObject();
        var seen = new[]
        {
            backend.Requests[0].Headers.GetValueOrDefault(name) == value,
            backend.Requests[1].Headers.GetValueOrDefault(name) == value,
            event_.Any(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase) && header.Value!.GetValue<string>() == value),
        };
        for (var family = 0; family < 3; family++)
        {
            if (towardIntegration[family] != '-')
            {
                seen[family].ShouldBe(towardIntegration[family] == 'P', $"{name}, column {family}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Toward_the_client(string name, string towardIntegration, string towardClient)
    {
        towardIntegration.Length.ShouldBe(3);
        var value = name == "Content-Length" ? "2" : name is "Transfer-Encoding" or "Connection" ? null : "table/value";
        using var raw = new RawBackend(
            $"HTTP/1.1 200 OK\r\n{(name == "Content-Length" ? "" : "Content-Length: 2\r\n")}"
            + (name == "Connection" ? "Connection: close\r\n" : value is null ? "" : $"{name}: {value}\r\n") + "\r\nok");
        await using var harness = await ExecutionHarness.StartAsync(Api(raw.Url, name, isResponse: true));
        harness.Functions.Returns(new JsonObject
        {
            ["statusCode"] = 200, ["body"] = "ok", ["headers"] = new JsonObject { [name] = value ?? "table/value" },
        }.ToJsonString());
        var paths = new[] { "http", "proxy", "function" };
        for (var family = 0; family < 3; family++)
        {
            if (towardClient[family] == '-' || (family == 1 && name == "Transfer-Encoding"))
            {
                continue;
            }

            var answer = await RestPlaneTests.RawAsync(harness, $"GET /prod/{paths[family]} HTTP/1.1", $"Host: {harness.Host}", "Connection: close");
            var head = answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
            answer.ShouldStartWith("HTTP/1.1 200");
            var isRemapped = head.Contains($"\r\nx-amzn-Remapped-{name}: ", StringComparison.OrdinalIgnoreCase);
            // The gateway's own Date, Connection and length stand beside what was remapped.
            var isThere = head.Contains($"\r\n{name}: {value ?? "table/value"}", StringComparison.OrdinalIgnoreCase) && name != "Content-Length";
            (isThere, isRemapped).ShouldBe(
                (towardClient[family] == 'P', towardClient[family] == 'R'),
                $"{name}, column {family}: {head}");
        }
    }

    private static ApiBuilder Api(string url, string name, bool isResponse = false) => new ApiBuilder()
        .Method("/http", "GET", new IntegrationDocument
        {
            Type = "HTTP", HttpMethod = "GET", Uri = url,
            RequestParameters = isResponse || name == "Host"
                ? null
                : ApiBuilder.Map(($"integration.request.header.{name}", $"method.request.header.{name}")),
            IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument
            {
                StatusCode = "200",
                ResponseParameters = isResponse
                    ? ApiBuilder.Map(($"method.response.header.{name}", "'table/value'"))
                    : null,
            })),
        })
        .Method("/proxy", "GET", new IntegrationDocument { Type = "HTTP_PROXY", HttpMethod = "GET", Uri = url })
        .Method("/function", "GET", new IntegrationDocument { Type = "AWS_PROXY", HttpMethod = "POST", Uri = Uri });
}
