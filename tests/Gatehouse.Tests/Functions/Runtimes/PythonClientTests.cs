using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Functions.Runtimes;

/// <summary>
/// Real Python under our own client. Sources: deployment-and-tools §6.6 (handler forms) and §6.7 (errors).
/// </summary>
public sealed class PythonClientTests
{
    [Fact]
    public async Task Answers_with_the_separators_of_json_dumps()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync("def lambda_handler(event, context):\n    return {'got': event['a'], 'list': [1, None]}\n");

        (await fixture.SucceedAsync("""{"a":"ä€😀"}""")).ShouldBe("""{"got": "ä€😀", "list": [1, null]}""");
    }

    [Fact]
    public async Task Escapes_beyond_ASCII_before_Python_3_12_as_Lambda_does()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync(
            "def lambda_handler(event, context):\n    return 'ä'\n", configure: d => d with { Runtime = "python3.11" });

        (await fixture.SucceedAsync()).ShouldBe("\"\\u00e4\"");
    }

    [Theory]
    [InlineData("pkg.app.run", "pkg/app.py")]
    [InlineData("pkg/app.run", "pkg/app.py")]
    [InlineData("app.run", "app.py")]
    public async Task Finds_the_handler_where_Lambda_does(string handler, string path)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddAsync("f", "python3.13", handler, null, (path, "def run(event, context):\n    return 1\n"));

        (await fixture.SucceedAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task Reports_an_exception_with_its_stack_from_the_handler_on()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync("def lambda_handler(event, context):\n    return event['action']\n");
        string? id = null;

        var result = await fixture.InvokeAsync(onRequestId: i => id = i);

        result.Outcome.ShouldBe(FunctionOutcome.FunctionFailed);
        result.FunctionError.ShouldBe("Unhandled");
        var folder = Directory.GetDirectories(Path.Combine(fixture.Root, "code"))[0];
        result.Text().ShouldBe(
            $$"""{"errorMessage": "'action'", "errorType": "KeyError", "requestId": "{{id}}", "stackTrace": ["  File \"{{folder}}/app.py\", line 2, in lambda_handler\n    return event['action']\n"]}""");
    }

    [Theory]
    [InlineData("app.lambda_handler", "import nowhere", "Runtime.ImportModuleError", "Unable to import module 'app': No module named 'nowhere'")]
    [InlineData("gone.lambda_handler", "", "Runtime.ImportModuleError", "Unable to import module 'gone': No module named 'gone'")]
    [InlineData("app.other", "x = 1", "Runtime.HandlerNotFound", "Handler 'other' missing on module 'app'")]
    [InlineData("app", "x = 1", "Runtime.MalformedHandlerName", "Bad handler 'app': not enough values to unpack (expected 2, got 1)")]
    [InlineData("app.lambda_handler", "def x(:", "Runtime.UserCodeSyntaxError", "Syntax error in module 'app': invalid syntax (app.py, line 1)")]
    [InlineData("app.lambda_handler", "raise ValueError('at load')", "ValueError", "at load")]
    [InlineData("app.lambda_handler", "def lambda_handler(e, c):\n    return set()", "Runtime.MarshalError", "Unable to marshal response: Object of type set is not JSON serializable")]
    public async Task Reports_what_is_wrong_with_the_code(string handler, string code, string type, string message)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync(code + "\n", configure: d => d with { Handler = handler });

        var error = JsonNode.Parse((await fixture.InvokeAsync()).Text())!;

        ((string)error["errorType"]!).ShouldBe(type);
        ((string)error["errorMessage"]!).ShouldBe(message);
    }

    [Fact]
    public async Task The_context_has_every_documented_member()
    {
        // Source: Lambda developer guide, "Using the Lambda context object … Python".
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync(
            """
            import os
            def lambda_handler(event, context):
                return {
                    'id': context.aws_request_id, 'name': context.function_name, 'version': context.function_version,
                    'arn': context.invoked_function_arn, 'memory': context.memory_limit_in_mb,
                    'group': context.log_group_name, 'stream': context.log_stream_name,
                    'identity': context.identity.cognito_identity_id, 'client': context.client_context,
                    'left': context.get_remaining_time_in_millis(), 'trace': os.environ['_X_AMZN_TRACE_ID'],
                }
            """);
        string? id = null;

        var context = JsonNode.Parse((await fixture.InvokeAsync(onRequestId: i => id = i)).Text())!;

        ((string)context["id"]!).ShouldBe(id);
        ((string)context["name"]!).ShouldBe("f");
        ((string)context["version"]!).ShouldBe("$LATEST");
        ((string)context["arn"]!).ShouldBe("arn:aws:lambda:us-east-1:000000000000:function:f");
        ((string)context["memory"]!).ShouldBe("128");
        ((string)context["group"]!).ShouldBe("/aws/lambda/f");
        ((string)context["stream"]!).ShouldContain("[$LATEST]");
        context["identity"].ShouldBeNull();
        context["client"].ShouldBeNull();
        ((int)context["left"]!).ShouldBeInRange(1, 20_000);
        ((string)context["trace"]!).ShouldStartWith("Root=1-");
    }

    [Fact]
    public async Task What_is_printed_and_logged_stands_between_START_and_END()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync(
            """
            import logging, sys
            def lambda_handler(event, context):
                print('one')
                print('two', file=sys.stderr)
                logging.getLogger().warning('three\nlines')
                sys.stdout.write('unfinished')
            """);
        string? id = null;

        await fixture.InvokeAsync(onRequestId: i => id = i);

        var texts = fixture.Log.Texts;
        texts[0].ShouldStartWith("INIT_START Runtime Version: python:3.");
        texts[1].ShouldBe($"START RequestId: {id} Version: $LATEST");
        texts[2].ShouldBe("one");
        texts[3].ShouldBe("two");
        texts[4].ShouldMatch(@"^\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t" + id + "\tthree\nlines$");
        texts[5].ShouldBe("unfinished");
        texts[6].ShouldBe($"END RequestId: {id}");
        texts[7].ShouldStartWith($"REPORT RequestId: {id}\tDuration: ");
        texts.Length.ShouldBe(8);
        fixture.Log.Lines[2..7].ShouldAllBe(l => l.RequestId == id);
    }

    [Fact]
    public async Task A_handler_that_leaves_the_process_is_an_exit_error()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync("import sys\ndef lambda_handler(event, context):\n    sys.exit(3)\n");
        string? id = null;

        var result = await fixture.InvokeAsync(onRequestId: i => id = i);

        result.Text().ShouldBe(
            $$"""{"errorType":"Runtime.ExitError","errorMessage":"RequestId: {{id}} Error: Runtime exited with error: exit status 3"}""");
    }

    [Fact]
    public async Task Carries_large_events_and_answers()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync("def lambda_handler(event, context):\n    return event['text']\n");
        var text = new string('x', 5_000_000);

        (await fixture.SucceedAsync($$"""{"text":"{{text}}"}""")).Length.ShouldBe(text.Length + 2);
        (await fixture.SucceedAsync("""{"text":"small"}""")).ShouldBe("\"small\"");
    }
}
