using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Functions.Sandboxes;

/// <summary>Processes from birth to death. Source: deployment-and-tools §6.4, §6.6 (life cycle) and §6.7.</summary>
public sealed class SandboxLifeTests
{
    private const string CurlBootstrap =
        """
        set -u
        api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
        while true; do
          head=$(mktemp)
          event=$(curl -sS -LD "$head" "$api/invocation/next") || exit 1
          id=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$head" | tr -d '[:space:]' | cut -d: -f2)
          rm -f "$head"
          echo "handling $event"
        """;

    [Fact]
    public async Task Runs_the_bootstrap_of_Lambdas_own_tutorial()
    {
        // Source: Lambda developer guide, "Tutorial: Building a custom runtime" (a shell with curl).
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddBootstrapAsync(CurlBootstrap + "\ncurl -sS -X POST \"$api/invocation/$id/response\" -d \"$event\"; done\n");

        (await fixture.SucceedAsync("""{"a":1}""")).ShouldBe("""{"a":1}""");
        (await fixture.SucceedAsync("""{"a":2}""")).ShouldBe("""{"a":2}""");
        fixture.Log.Texts.ShouldContain("""handling {"a":1}""");
    }

    [Fact]
    public async Task Accepts_answers_in_chunks_and_after_100_continue()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddBootstrapAsync(
            CurlBootstrap
            + "\nprintf '%s' \"$event\" | curl -sS -X POST -H 'Transfer-Encoding: chunked' -H 'Expect: 100-continue'"
            + " \"$api/invocation/$id/response\" -d @-; done\n");

        (await fixture.SucceedAsync("""{"a":1}""")).ShouldBe("""{"a":1}""");
        (await fixture.SucceedAsync($"\"{new string('y', 100_000)}\"")).Length.ShouldBe(100_002);
    }

    [Fact]
    public async Task A_custom_runtimes_error_is_passed_through()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddBootstrapAsync(
            CurlBootstrap + "\ncurl -sS -X POST \"$api/invocation/$id/error\" -H 'Lambda-Runtime-Function-Error-Type: My.Error'"
            + " -d '{\"any\":\"content\"}'; done\n");

        var result = await fixture.InvokeAsync();

        result.Outcome.ShouldBe(FunctionOutcome.FunctionFailed);
        result.Text().ShouldBe("""{"any":"content"}""");
    }

    [Fact]
    public async Task A_missing_bootstrap_is_an_invalid_entrypoint()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddAsync("f", "provided.al2023", "any", null, ("readme", ""));
        string? id = null;

        var result = await fixture.InvokeAsync(onRequestId: i => id = i);

        result.Outcome.ShouldBe(FunctionOutcome.FunctionFailed);
        result.Text().ShouldBe(
            $$"""{"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: {{id}} Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"}""");
    }

    [Fact]
    public async Task The_environment_is_Lambdas_and_nothing_of_the_servers()
    {
        Environment.SetEnvironmentVariable("GATEHOUSE_TEST_SECRET", "must not be seen");
        await using var fixture = await FunctionHostFixture.StartAsync(o => o with
        {
            EndpointUrl = () => "http://127.0.0.1:4566",
            Credentials = new Gatehouse.Functions.FunctionCredentials("AKIA1", "secret", "token"),
        });
        await fixture.AddNodeAsync(
            "exports.handler = async () => ({ ...process.env, cwd: process.cwd() });",
            configure: d => d with
            {
                Environment = ImmutableSortedDictionary<string, string>.Empty
                    .Add("MINE", "yes").Add("AWS_REGION", "elsewhere").Add("TZ", "Europe/Berlin"),
            });

        var variables = JsonNode.Parse(await fixture.SucceedAsync())!.AsObject();

        var folder = Directory.GetDirectories(Path.Combine(fixture.Root, "code"))[0];
        variables.Remove("PATH").ShouldBeTrue();
        ((string)variables["TMPDIR"]!).ShouldStartWith(fixture.Root);
        variables.Remove("TMPDIR");
        ((string)variables["AWS_LAMBDA_RUNTIME_API"]!).ShouldMatch(@"^127\.0\.0\.1:\d+$");
        variables.Remove("AWS_LAMBDA_RUNTIME_API");
        variables.Remove("AWS_LAMBDA_LOG_STREAM_NAME").ShouldBeTrue();
        variables.Remove("LAMBDA_RUNTIME_DIR").ShouldBeTrue();
        variables.Remove("NODE_PATH").ShouldBeTrue();
        variables.Remove("LD_LIBRARY_PATH").ShouldBeTrue();
        variables.Remove("PWD"); // /bin/sh may add its own
        variables.ToDictionary(v => v.Key, v => (string)v.Value!).ShouldBe(
            new Dictionary<string, string>
            {
                ["cwd"] = folder,
                ["LAMBDA_TASK_ROOT"] = folder,
                ["MINE"] = "yes",
                ["TZ"] = "Europe/Berlin",
                ["LANG"] = "en_US.UTF-8",
                ["_HANDLER"] = "index.handler",
                ["AWS_REGION"] = "us-east-1",
                ["AWS_DEFAULT_REGION"] = "us-east-1",
                ["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs22.x",
                ["AWS_LAMBDA_FUNCTION_NAME"] = "f",
                ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
                ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128",
                ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
                ["AWS_LAMBDA_LOG_FORMAT"] = "Text",
                ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/f",
                ["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR",
                ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:4566",
                ["AWS_ACCESS_KEY_ID"] = "AKIA1",
                ["AWS_SECRET_ACCESS_KEY"] = "secret",
                ["AWS_SESSION_TOKEN"] = "token",
                ["_X_AMZN_TRACE_ID"] = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1",
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Log_lines_are_Lambdas_and_the_tail_holds_the_last_4_KiB()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            """
            console.log('at', 'init');
            exports.handler = async (event) => {
              console.error('failed: %s\nsecond line', { a: 1 });
              process.stdout.write('plain');
              if (event.much) console.log('z'.repeat(10000));
            };
            """);
        string? id = null;

        var result = await fixture.InvokeAsync(wantsLogTail: true, onRequestId: i => id = i);

        var texts = fixture.Log.Texts;
        texts.Length.ShouldBe(7);
        texts[0].ShouldStartWith("INIT_START Runtime Version: nodejs:");
        texts[1].ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\tundefined\tINFO\tat init$");
        texts[2].ShouldBe($"START RequestId: {id} Version: $LATEST");
        texts[3].ShouldEndWith($"Z\t{id}\tERROR\tfailed: {{ a: 1 }}\nsecond line");
        texts[4].ShouldBe("plain");
        texts[5].ShouldBe($"END RequestId: {id}");
        texts[6].ShouldMatch(
            $@"^REPORT RequestId: {id}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\t"
            + @"Max Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t$");
        result.Tail().ShouldBe(string.Join('\n', texts) + "\n");

        var second = await fixture.InvokeAsync("""{"much":true}""", wantsLogTail: true);
        second.LogTail.Length.ShouldBe(4096);
        second.Tail().ShouldContain("zzz");
        second.Tail().ShouldEndWith(" MB\t\n");
        second.Tail().ShouldNotContain("Init Duration");
        (await fixture.InvokeAsync()).LogTail.Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_killed_and_the_next_one_works()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = async (event) => { while (event.hang) { } return process.pid; };",
            configure: d => d with { Timeout = 1 });
        var pid = await fixture.SucceedAsync();
        string? id = null;

        var result = await fixture.InvokeAsync("""{"hang":true}""", onRequestId: i => id = i);

        result.Outcome.ShouldBe(FunctionOutcome.FunctionFailed);
        result.FunctionError.ShouldBe("Unhandled");
        result.Text().ShouldBe(
            $$"""{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: {{id}} Error: Task timed out after 1.00 seconds"}""");
        fixture.Log.Texts.ShouldContain(t => t.EndsWith($"Z {id} Task timed out after 1.00 seconds"));
        fixture.Log.Texts.ShouldContain(t => t.StartsWith($"REPORT RequestId: {id}") && t.EndsWith("Status: timeout\t"));
        IsAlive(pid).ShouldBeFalse();
        (await fixture.SucceedAsync()).ShouldNotBe(pid);
    }

    [Theory]
    [InlineData("process.exit(1)", "Runtime exited with error: exit status 1")]
    [InlineData("process.exit(0)", "Runtime exited without providing a reason")]
    [InlineData("process.kill(process.pid, 'SIGKILL')", "Runtime exited with error: signal: killed")]
    [InlineData("process.abort()", "Runtime exited with error: signal: aborted")]
    public async Task A_crash_is_an_exit_error_and_the_next_call_works(string code, string message)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            $"exports.handler = async (event) => {{ if (event.crash) {{ {code}; await new Promise(() => {{ setInterval(() => 0, 9); }}); }} return 1; }};");
        string? id = null;

        var result = await fixture.InvokeAsync("""{"crash":true}""", onRequestId: i => id = i);

        result.Outcome.ShouldBe(FunctionOutcome.FunctionFailed);
        result.Text().ShouldBe(
            $$"""{"errorType":"Runtime.ExitError","errorMessage":"RequestId: {{id}} Error: {{message}}"}""");
        fixture.Log.Texts.ShouldContain($"RequestId: {id} Error: {message}\nRuntime.ExitError");
        (await fixture.SucceedAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task An_init_that_fails_is_tried_once_more_before_the_call_fails()
    {
        // Source: deployment-and-tools §6.6, point 2 ("suppressed init").
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            """
            const fs = require('node:fs'), mark = __dirname + '/mark';
            console.log('init');
            if (!fs.existsSync(mark)) { fs.writeFileSync(mark, ''); process.exit(4); }
            exports.handler = async () => 'second';
            """);

        (await fixture.SucceedAsync()).ShouldBe("\"second\"");
        fixture.Log.Texts.Count(t => t.EndsWith("INFO\tinit")).ShouldBe(2);
    }

    [Fact]
    public async Task An_init_that_always_fails_fails_the_call_with_its_last_error()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("console.log('init'); process.exit(4);");
        string? id = null;

        var result = await fixture.InvokeAsync(wantsLogTail: true, onRequestId: i => id = i);

        result.Text().ShouldBe(
            $$"""{"errorType":"Runtime.ExitError","errorMessage":"RequestId: {{id}} Error: Runtime exited with error: exit status 4"}""");
        fixture.Log.Texts.Count(t => t.EndsWith("INFO\tinit")).ShouldBe(2);
        result.Tail().ShouldContain("INFO\tinit\n");
        result.Tail().ShouldContain($"END RequestId: {id}\n");
    }

    [Fact]
    public async Task An_init_that_never_ends_runs_into_its_limit_and_then_into_the_functions_timeout()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(o => o with { InitLimit = TimeSpan.FromMilliseconds(300) });
        await fixture.AddNodeAsync("while (true) { }", configure: d => d with { Timeout = 1 });

        var result = await fixture.InvokeAsync();

        ((string)JsonNode.Parse(result.Text())!["errorMessage"]!).ShouldEndWith("Error: Task timed out after 1.00 seconds");
    }

    [Fact] // Lambda's timeout bounds the whole invoke phase, up to the next Next
    public async Task A_runtime_that_answers_and_never_asks_again_is_ended_at_the_timeout()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(o => o with { MaxSandboxes = 1 });
        await fixture.AddBootstrapAsync(
            """
            URL="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
            ID=$(curl -sS -D - -o /dev/null "$URL/next" | tr -d '\r' | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //p')
            curl -sS -X POST "$URL/$ID/response" -d "$$" > /dev/null
            exec sleep 1000
            """,
            configure: d => d with { Timeout = 1 });

        var pid = await fixture.SucceedAsync();

        await EventuallyGoneAsync(pid);
        (await fixture.SucceedAsync()).ShouldNotBe(pid);
    }

    [Fact]
    public async Task What_a_function_forks_dies_with_it()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = async (event) => { const child = require('child_process').spawn('sleep', ['600']);"
            + " console.log(`child=${child.pid}=`); process.exit(1); };");

        await fixture.InvokeAsync();

        var line = fixture.Log.Texts.First(t => t.Contains("child="));
        await EventuallyGoneAsync(line.Split('=')[1]);
    }

    [Fact]
    public async Task Disposing_the_host_leaves_no_process_and_no_folder()
    {
        string[] pids;
        await using (var fixture = await FunctionHostFixture.StartAsync())
        {
            await fixture.AddNodeAsync("exports.handler = async () => process.pid;", "node");
            await fixture.AddPythonAsync(
                "import os, time\ndef lambda_handler(event, context):\n    print(os.getpid(), flush=True)\n    time.sleep(600)\n", "python");
            var node = await fixture.SucceedAsync(name: "node");
            var sleeping = fixture.InvokeAsync(name: "python");
            string? python = null;
            while (python is null)
            {
                python = fixture.Log.Texts.FirstOrDefault(t => int.TryParse(t, CultureInfo.InvariantCulture, out _));
                await Task.Yield();
            }

            pids = [node, python];
            await fixture.Host.DisposeAsync();
            (await sleeping).Outcome.ShouldBe(FunctionOutcome.FunctionFailed);
            (await fixture.InvokeAsync(name: "node")).Outcome.ShouldBe(FunctionOutcome.HostFailed);
            Directory.GetDirectories(Path.Combine(fixture.Root, "data", "functions", "scratch")).ShouldBeEmpty();
        }

        pids.ShouldAllBe(p => !IsAlive(p));
    }

    [Fact]
    public async Task Idle_processes_are_stopped_after_the_idle_limit()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(o => o with { IdleLimit = TimeSpan.Zero });
        await fixture.AddNodeAsync("exports.handler = async () => process.pid;");

        await EventuallyGoneAsync(await fixture.SucceedAsync());
    }

    [Fact]
    public async Task Newer_code_replaces_a_process_without_dropping_its_call_in_flight()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = () => { console.log('begun'); return new Promise((done) => {"
            + " const timer = setInterval(() => { if (require('fs').existsSync(__dirname + '/go')) { clearInterval(timer);"
            + " done('old ' + process.pid); } }, 5); }); };");
        var old = fixture.InvokeAsync();
        while (!fixture.Log.Texts.Any(t => t.EndsWith("begun")))
        {
            await Task.Yield();
        }

        var oldFolder = Directory.GetDirectories(Path.Combine(fixture.Root, "code"))[0];
        await fixture.AddNodeAsync("exports.handler = async () => 'new';");

        (await fixture.SucceedAsync()).ShouldBe("\"new\"");
        await File.WriteAllTextAsync(Path.Combine(oldFolder, "go"), "");
        var text = (await old).Text();
        text.ShouldStartWith("\"old ");
        await EventuallyGoneAsync(text.Trim('"').Split(' ')[1]);
    }

    [Fact]
    public async Task The_caller_may_leave_and_the_function_goes_on()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("let n = 0; exports.handler = async () => { await new Promise(d => setTimeout(d, 50)); return ++n; };");
        await fixture.SucceedAsync();
        using var leaving = new CancellationTokenSource();
        var call = new FunctionCall
        {
            Function = new FunctionName("000000000000", "us-east-1", "f", null), Payload = "{}"u8.ToArray(), RequestId = "left",
        };

        var pending = fixture.Host.InvokeAsync(call, leaving.Token).AsTask();
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(pending);
        while (!fixture.Log.Texts.Contains("END RequestId: left"))
        {
            await Task.Yield();
        }

        (await fixture.SucceedAsync()).ShouldBe("3");
    }

    internal static bool IsAlive(string pid)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    internal static async Task EventuallyGoneAsync(string pid)
    {
        // An orphan stays a zombie until init reaps it; that is as gone as it gets.
        while (IsAlive(pid) && !IsZombie(pid))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static bool IsZombie(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ");
        }
        catch (IOException)
        {
            return true;
        }
    }
}
