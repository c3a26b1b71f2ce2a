using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>
/// What goes wrong in functions, as the Lambda API and as a client of API Gateway see it; after each the next call works
/// (deployment-and-tools §6.6, §6.7; rest-execution §5.12).
/// </summary>
public sealed class FunctionFaultTests(FunctionFaultTests.Functions served) : IClassFixture<FunctionFaultTests.Functions>
{
    private const string Code = """
        const { spawn } = require('node:child_process');
        const fs = require('node:fs'), os = require('node:os'), path = require('node:path');
        exports.handler = async (event) => {
          const forever = () => new Promise(() => setInterval(() => {}, 1000));
          switch (event.mode ?? event.queryStringParameters?.mode) {
            case 'throws': throw new TypeError('no');
            case 'exits': process.exit(3);
            case 'hangs': return forever();
            case 'ignores-sigterm': process.on('SIGTERM', () => {}); return forever();
            case 'forks': spawn('sleep', ['1000'], { stdio: 'ignore' }).unref(); break;
            case 'fills-tmp':
              for (let i = 0; i < 8; i++) fs.writeFileSync(path.join(os.tmpdir(), `f${i}`), Buffer.alloc(4 << 20));
              break;
            case 'prints': for (let i = 0; i < 1600; i++) process.stdout.write('x'.repeat(65535) + '\n'); break;
            case 'answers-7-MiB': return { statusCode: 200, body: 'x'.repeat(7 << 20) };
            case 'answers-garbage': return 'garbage';
          }
          return { statusCode: 200, body: 'fine' };
        };
        """;

    [Theory]
    [InlineData("throws", "TypeError", 502)]
    [InlineData("exits", "Runtime.ExitError", 502)]
    [InlineData("hangs", "Task timed out after 1.00 seconds", 502)]
    [InlineData("ignores-sigterm", "Task timed out after 1.00 seconds", 502)]
    [InlineData("answers-7-MiB", "Function.ResponseSizeTooLarge", 502)]
    [InlineData("answers-garbage", null, 502)]
    [InlineData("forks", null, 200)]
    [InlineData("fills-tmp", null, 200)]
    [InlineData("prints", null, 200)]
    public async Task A_fault_has_AWSs_outcome_on_both_sides_and_the_next_call_works(
        string mode, string? error, int gatewayStatus)
    {
        var (status, payload, response) = await served.InvokeAsync("faulty", $$"""{"mode":"{{mode}}"}""");

        status.ShouldBe(HttpStatusCode.OK, "a function that fails is no error of the API");
        response.Headers.Contains("X-Amz-Function-Error").ShouldBe(error is not null);
        payload!.ToJsonString().ShouldContain(error ?? "");
        var (gateway, body) = await served.GetAsync($"faulty?mode={mode}");
        ((int)gateway, gatewayStatus == 200 || body == """{"message": "Internal server error"}""")
            .ShouldBe((gatewayStatus, true), body);
        (await served.GetAsync("faulty")).ShouldBe((HttpStatusCode.OK, "fine"));
        (await served.InvokeAsync("faulty", "{}")).Body!["body"]!.GetValue<string>().ShouldBe("fine");
    }

    [Theory]
    [InlineData("init-throws", "Runtime.Unknown|Error", HttpStatusCode.OK, 502)]
    [InlineData("no-handler", "Runtime.HandlerNotFound", HttpStatusCode.OK, 502)]
    [InlineData("no-module", "Runtime.ImportModuleError", HttpStatusCode.OK, 502)]
    [InlineData("no-bootstrap", "Runtime.InvalidEntrypoint", HttpStatusCode.OK, 502)]
    [InlineData("no-interpreter", "is not served by this host", HttpStatusCode.BadGateway, 500)]
    public async Task A_function_that_cannot_start_says_why_and_runs_once_it_is_mended(
        string name, string error, HttpStatusCode lambda, int gatewayStatus)
    {
        for (var i = 0; i < 2; i++)
        {
            var (status, payload, _) = await served.InvokeAsync(name, "{}");
            status.ShouldBe(lambda, payload?.ToJsonString());
            error.Split('|').ShouldContain(e => payload!.ToString().Contains(e, StringComparison.Ordinal), payload!.ToString());
            var (gateway, body) = await served.GetAsync(name);
            ((int)gateway, body).ShouldBe((gatewayStatus, """{"message": "Internal server error"}"""));
        }

        await served.MendAsync(name);

        (await served.GetAsync(name)).ShouldBe((HttpStatusCode.OK, "fine"));
    }

    /// <summary>One server with every function and an API in front of them.</summary>
    public sealed class Functions : IAsyncLifetime
    {
        private static readonly string[] Names =
            ["faulty", "init-throws", "no-handler", "no-module", "no-bootstrap", "no-interpreter"];

        private readonly HttpClient _client = new();
        private ServerProcess _server = null!;
        private string _api = "";

        public async ValueTask InitializeAsync()
        {
            _server = await ServerProcess.ServeAsync();
            foreach (var name in Names)
            {
                await CreateAsync(name);
            }

            var paths = new JsonObject();
            foreach (var name in Names)
            {
                paths[$"/{name}"] = new JsonObject
                {
                    ["get"] = new JsonObject
                    {
                        ["responses"] = new JsonObject(),
                        ["x-amazon-apigateway-integration"] = new JsonObject
                        {
                            ["type"] = "aws_proxy",
                            ["httpMethod"] = "POST",
                            ["uri"] = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                + $"arn:aws:lambda:us-east-1:000000000000:function:{name}/invocations",
                        },
                    },
                };
            }

            _api = await _server.DeployAsync(
                new JsonObject
                {
                    ["openapi"] = "3.0.1",
                    ["info"] = new JsonObject { ["title"] = "faults", ["version"] = "1" },
                    ["paths"] = paths,
                }.ToJsonString(),
                "dev");
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await _server.DisposeAsync();
        }

        public Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseMessage Response)> InvokeAsync(
            string name, string payload) => _server.ControlAsync(
            HttpMethod.Post, $"/2015-03-31/functions/{name}/invocations", payload, "lambda");

        public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
        {
            using var response = await _client.GetAsync(
                new Uri(_server.Endpoint, $"/_aws/execute-api/{_api}/dev/{path}"));
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        public async Task MendAsync(string name)
        {
            await CallAsync(
                HttpMethod.Put, $"/2015-03-31/functions/{name}/configuration",
                new JsonObject { ["Runtime"] = "nodejs22.x", ["Handler"] = "index.handler" });
            await CallAsync(
                HttpMethod.Put, $"/2015-03-31/functions/{name}/code", new JsonObject { ["ZipFile"] = Zip(Code) });
        }

        private async Task CreateAsync(string name)
        {
            await CallAsync(HttpMethod.Post, "/2015-03-31/functions", new JsonObject
            {
                ["FunctionName"] = name,
                ["Role"] = "arn:aws:iam::000000000000:role/any",
                ["Timeout"] = name == "faulty" ? 1 : 20,

                // Node keeps in memory what it prints faster than anybody reads: 100 MiB do not fit into Lambda's default.
                ["MemorySize"] = 512,
                ["Runtime"] = name switch
                {
                    "no-bootstrap" => "provided.al2023", "no-interpreter" => "java21", _ => "nodejs22.x",
                },
                ["Handler"] = name switch
                {
                    "no-handler" => "index.missing", "no-module" => "missing.handler", _ => "index.handler",
                },
                ["Code"] = new JsonObject
                {
                    ["ZipFile"] = Zip(name == "init-throws" ? "throw new Error('at init');" : Code),
                },
            });
            await CallAsync(HttpMethod.Post, $"/2015-03-31/functions/{name}/policy", new JsonObject
            {
                ["StatementId"] = "api",
                ["Action"] = "lambda:InvokeFunction",
                ["Principal"] = "apigateway.amazonaws.com",
            });
        }

        private async Task CallAsync(HttpMethod method, string path, JsonObject body)
        {
            var (status, answer, _) = await _server.ControlAsync(method, path, body.ToJsonString(), "lambda");
            status.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.Created], answer?.ToJsonString());
        }

        private static string Zip(string code)
        {
            using var buffer = new MemoryStream();
            using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
            {
                using var entry = archive.CreateEntry("index.js").Open();
                entry.Write(Encoding.UTF8.GetBytes(code));
            }

            return Convert.ToBase64String(buffer.ToArray());
        }
    }
}
