using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Functions.Runtimes;

/// <summary>
/// Real Node.js under our own client. Sources: deployment-and-tools §6.6 (handler forms) and §6.7 (errors).
/// </summary>
public sealed class NodeClientTests
{
    [Theory]
    [InlineData("exports.handler = async (event) => ({ got: event.a });")]
    [InlineData("exports.handler = (event) => Promise.resolve({ got: event.a });")]
    [InlineData("exports.handler = (event, context, callback) => callback(null, { got: event.a });")]
    [InlineData("exports.handler = (event, context, callback) => { setTimeout(() => callback(null, { got: event.a }), 5); };")]
    [InlineData("exports.handler = (event, context) => context.succeed({ got: event.a });")]
    public async Task Answers_in_every_handler_style(string code)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(code);

        (await fixture.SucceedAsync("""{"a":"ä€😀"}""")).ShouldBe("""{"got":"ä€😀"}""");
        (await fixture.SucceedAsync("""{"a":2}""")).ShouldBe("""{"got":2}""");
    }

    [Theory]
    [InlineData("src/app.handler", "src/app.js", "exports.handler = async () => 1;")]
    [InlineData("app.handler", "app.mjs", "export const handler = async () => 1;")]
    [InlineData("app.handler", "app.cjs", "exports.handler = async () => 1;")]
    [InlineData("app.routes.get", "app.js", "exports.routes = { get: async () => 1 };")]
    [InlineData("app.handler", "node_modules/app/index.js", "exports.handler = async () => 1;")]
    public async Task Finds_the_handler_where_Lambda_does(string handler, string path, string code)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddAsync("f", "nodejs20.x", handler, null, (path, code));

        (await fixture.SucceedAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task Loads_a_js_file_as_a_module_when_its_package_says_so()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddAsync(
            "f",
            "nodejs20.x",
            "src/app.handler",
            null,
            ("package.json", """{"type":"module"}"""),
            ("src/app.js", "const value = await Promise.resolve(7); export const handler = async () => value;"));

        (await fixture.SucceedAsync()).ShouldBe("7");
    }

    [Theory]
    [InlineData("exports.handler = async () => undefined;", "null")]
    [InlineData("exports.handler = (event, context) => { };", "null")]
    [InlineData("exports.handler = () => new Promise(() => { });", "null")]
    [InlineData("exports.handler = async () => 'text';", "\"text\"")]
    [InlineData("exports.handler = async () => ({ a: [1, { b: 2 }] });", """{"a":[1,{"b":2}]}""")]
    public async Task Serialises_results_as_JSON_stringify_does(string code, string expected)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(code);

        (await fixture.SucceedAsync()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("exports.handler = async () => { throw new TypeError('boom'); };", "TypeError", "boom")]
    [InlineData("exports.handler = () => { throw new RangeError('sync'); };", "RangeError", "sync")]
    [InlineData("exports.handler = (e, c, cb) => cb(new Error('by callback'));", "Error", "by callback")]
    [InlineData("exports.handler = async () => { throw 'boom'; };", "string", "boom")]
    [InlineData("exports.handler = async () => 10n;", "Error", "Unable to stringify response body")]
    [InlineData("exports.handler = async () => { const a = {}; a.a = a; return a; };", "Error", "Unable to stringify response body")]
    [InlineData("exports.handler = async () => { throw new Error('del\\x7f'); };", "Error", "del%7F")]
    public async Task Reports_errors_with_type_message_and_trace(string code, string type, string message)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(code);

        var result = await fixture.InvokeAsync();

        result.Outcome.ShouldBe(FunctionOutcome.FunctionFailed);
        result.FunctionError.ShouldBe("Unhandled");
        var error = JsonNode.Parse(result.Text())!.AsObject();
        error.Select(m => m.Key).ShouldBe(["errorType", "errorMessage", "trace"]);
        ((string)error["errorType"]!).ShouldBe(type);
        ((string)error["errorMessage"]!).ShouldBe(message);
        if (type != "string")
        {
            ((string)error["trace"]![0]!).ShouldBe($"{type}: {message}");
        }
    }

    [Theory]
    [InlineData("index.handler", "const x = ;", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected token ';'")]
    [InlineData("index.handler", "exports.other = 1;", "Runtime.HandlerNotFound", "index.handler is undefined or not exported")]
    [InlineData("index.handler", "exports.handler = 1;", "Runtime.HandlerNotFound", "index.handler is not a function")]
    [InlineData("index", "", "Runtime.MalformedHandlerName", "Bad handler")]
    [InlineData("../index.handler", "", "Runtime.MalformedHandlerName", "'../index.handler' is not a valid handler name.")]
    [InlineData("gone.handler", "", "Runtime.ImportModuleError", "Error: Cannot find module 'gone'\nRequire stack:\n- ")]
    [InlineData("index.handler", "require('nowhere');", "Runtime.ImportModuleError", "Error: Cannot find module 'nowhere'")]
    [InlineData("index.handler", "throw new EvalError('at load');", "EvalError", "at load")]
    public async Task Reports_what_is_wrong_with_the_code_at_init(string handler, string code, string type, string message)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(code, configure: d => d with { Handler = handler });

        var result = await fixture.InvokeAsync();

        result.Outcome.ShouldBe(FunctionOutcome.FunctionFailed);
        var error = JsonNode.Parse(result.Text())!;
        ((string)error["errorType"]!).ShouldBe(type);
        ((string)error["errorMessage"]!).ShouldStartWith(message);
    }

    [Fact]
    public async Task An_unhandled_rejection_fails_the_call_and_ends_the_process_but_not_the_function()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = (e) => new Promise((done) => e.bad ? Promise.reject(new Error('lost')) && 0 : done(process.pid));");
        var pid = await fixture.SucceedAsync();

        var error = JsonNode.Parse((await fixture.InvokeAsync("""{"bad":true}""")).Text())!;

        ((string)error["errorType"]!).ShouldBe("Runtime.UnhandledPromiseRejection");
        ((string)error["errorMessage"]!).ShouldBe("Error: lost");
        (await fixture.SucceedAsync()).ShouldNotBe(pid);
    }

    [Fact]
    public async Task An_uncaught_exception_fails_the_call_with_its_own_error()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = () => new Promise(() => setTimeout(() => { throw new TypeError('later'); }, 1));");

        var error = JsonNode.Parse((await fixture.InvokeAsync()).Text())!;

        ((string)error["errorType"]!).ShouldBe("TypeError");
        ((string)error["errorMessage"]!).ShouldBe("later");
    }

    [Fact]
    public async Task The_context_has_every_documented_member()
    {
        // Source: Lambda developer guide, "Using the Lambda context object … Node.js".
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis(),"
            + " trace: process.env._X_AMZN_TRACE_ID });",
            configure: d => d with { MemorySize = 256 });
        string? id = null;

        var context = JsonNode.Parse((await fixture.InvokeAsync(onRequestId: i => id = i)).Text())!;

        ((string)context["awsRequestId"]!).ShouldBe(id);
        ((string)context["functionName"]!).ShouldBe("f");
        ((string)context["functionVersion"]!).ShouldBe("$LATEST");
        ((string)context["memoryLimitInMB"]!).ShouldBe("256");
        ((string)context["invokedFunctionArn"]!).ShouldBe("arn:aws:lambda:us-east-1:000000000000:function:f");
        ((string)context["logGroupName"]!).ShouldBe("/aws/lambda/f");
        ((string)context["logStreamName"]!).ShouldMatch(@"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$");
        ((bool)context["callbackWaitsForEmptyEventLoop"]!).ShouldBeTrue();
        ((int)context["left"]!).ShouldBeInRange(1, 20_000);
        ((string)context["trace"]!).ShouldBe("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
    }

    [Fact]
    public async Task A_callback_waits_for_the_event_loop_unless_told_not_to()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            """
            exports.handler = (event, context, callback) => {
              context.callbackWaitsForEmptyEventLoop = event.waits;
              const result = { late: false };
              setTimeout(() => { result.late = true; }, 20);
              callback(null, result);
            };
            """);

        (await fixture.SucceedAsync("""{"waits":true}""")).ShouldBe("""{"late":true}""");
        (await fixture.SucceedAsync("""{"waits":false}""")).ShouldBe("""{"late":false}""");
    }

    [Fact]
    public async Task Node_24_refuses_callback_handlers_as_Lambda_does()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = (event, context, callback) => callback(null, 1);", configure: d => d with { Runtime = "nodejs24.x" });

        var error = JsonNode.Parse((await fixture.InvokeAsync()).Text())!;

        ((string)error["errorType"]!).ShouldBe("Runtime.CallbackHandlerDeprecated");
    }

    [Fact]
    public async Task A_streaming_handler_answers_in_chunks_and_its_late_error_counts()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            """
            exports.handler = awslambda.streamifyResponse(async (event, responseStream) => {
              const stream = awslambda.HttpResponseStream.from(responseStream, { statusCode: 201 });
              stream.write('one ');
              await new Promise((done) => setTimeout(done, 1));
              if (event.bad) throw new Error('midway');
              stream.write('two');
              stream.end();
            });
            """);

        (await fixture.SucceedAsync()).ShouldBe("{\"statusCode\":201}\0\0\0\0\0\0\0\0one two");
        var failed = await fixture.InvokeAsync("""{"bad":true}""");
        failed.Outcome.ShouldBe(FunctionOutcome.FunctionFailed);
        ((string)JsonNode.Parse(failed.Text())!["errorMessage"]!).ShouldBe("midway");
        (await fixture.SucceedAsync()).ShouldEndWith("one two");
    }

    [Fact]
    public async Task Carries_large_events_and_answers()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("exports.handler = async (event) => event.text;");
        var text = new string('x', 5_000_000);

        (await fixture.SucceedAsync($$"""{"text":"{{text}}"}""")).Length.ShouldBe(text.Length + 2);
        (await fixture.SucceedAsync("""{"text":"small"}""")).ShouldBe("\"small\"");
    }

    [Fact]
    public async Task An_answer_over_the_limit_is_refused_and_the_next_call_works()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("exports.handler = async (event) => 'x'.repeat(event.length);");

        (await fixture.SucceedAsync("""{"length":6291554}""")).Length.ShouldBe(6_291_556);
        var result = await fixture.InvokeAsync("""{"length":6291555}""");
        result.Outcome.ShouldBe(FunctionOutcome.FunctionFailed);
        result.Text().ShouldBe(
            """{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size (6291557 bytes) exceeded maximum allowed payload size (6291556 bytes)."}""");
        (await fixture.SucceedAsync("""{"length":1}""")).ShouldBe("\"x\"");
    }
}
