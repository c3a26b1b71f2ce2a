using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Functions.Sandboxes;

/// <summary>
/// LoggingConfig (deployment-and-tools §6.6, point 9; Lambda developer guide, "Configuring JSON and plain text log
/// formats", "Log-level filtering").
/// </summary>
public sealed class JsonLogTests
{
    private const string Code = """
        exports.handler = async (event) => {
          console.log('hello', { a: 1 });
          console.debug('detail');
          console.warn({ kept: 'as it is' });
          if (event.bad) throw new TypeError('no');
        };
        """;

    [Fact]
    public async Task Lambdas_own_lines_are_events_and_a_Node_functions_are_objects()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(Code, configure: With("""{"LogFormat":"JSON"}"""));
        var id = "";

        var result = await fixture.InvokeAsync(wantsLogTail: true, onRequestId: given => id = given);

        var lines = Lines(fixture);
        lines.Select(NameOf).ShouldBe(["platform.initStart", "platform.start", "INFO", "WARN", "platform.report"]);
        lines[0]["record"]!["runtimeVersion"]!.ToString().ShouldStartWith("nodejs:");
        lines[1]["record"]!.ToJsonString().ShouldBe($$"""{"requestId":"{{id}}","version":"$LATEST"}""");
        (lines[2]["message"]!.ToString(), lines[2]["requestId"]!.ToString()).ShouldBe(("hello { a: 1 }", id));
        lines[3]["message"]!["kept"]!.ToString().ShouldBe("as it is");
        var report = lines[4]["record"]!;
        report["status"]!.ToString().ShouldBe("success");
        report["metrics"]!["memorySizeMB"]!.GetValue<int>().ShouldBe(128);
        report["metrics"]!["initDurationMs"]!.GetValue<double>().ShouldBeGreaterThan(0);
        result.Tail().ShouldEndWith("\"status\":\"success\"}}\n");
    }

    [Theory]
    [InlineData("DEBUG", "DEBUG", "platform.initStart,platform.start,INFO,DEBUG,WARN,platform.runtimeDone,platform.report")]
    [InlineData("WARN", "WARN", "WARN")]
    [InlineData("ERROR", "INFO", "platform.initStart,platform.start,platform.report")]
    public async Task Levels_decide_what_is_logged(string application, string system, string expected)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(Code, configure: With(
            $$"""{"LogFormat":"JSON","ApplicationLogLevel":"{{application}}","SystemLogLevel":"{{system}}"}"""));

        await fixture.SucceedAsync();

        string.Join(',', Lines(fixture).Select(NameOf)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_failure_is_a_warning_with_its_type_and_the_error_an_object()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(Code, configure: With(
            """{"LogFormat":"JSON","ApplicationLogLevel":"ERROR","SystemLogLevel":"WARN"}"""));
        await fixture.InvokeAsync("""{"bad":true}""");
        var error = Lines(fixture).ShouldHaveSingleItem();
        (error["errorType"]!.ToString(), error["errorMessage"]!.ToString()).ShouldBe(("TypeError", "no"));

        await using var exiting = await FunctionHostFixture.StartAsync();
        await exiting.AddNodeAsync("exports.handler = () => process.exit(3);", configure: With(
            """{"LogFormat":"JSON","SystemLogLevel":"WARN"}"""));
        await exiting.InvokeAsync();
        var record = Lines(exiting)[^1]["record"]!;
        (record["status"]!.ToString(), record["errorType"]!.ToString()).ShouldBe(("error", "Runtime.ExitError"));
    }

    [Fact]
    public async Task A_Python_functions_records_are_objects()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync(
            """
            import logging
            def lambda_handler(event, context):
                logging.getLogger('shop').info('sold %d', 3, extra={'order': 7})
                logging.debug('detail')
                print('plain')
                try:
                    {}['x']
                except KeyError:
                    logging.exception('lost')
            """,
            configure: With("""{"LogFormat":"JSON"}"""));

        await fixture.SucceedAsync();

        var texts = fixture.Log.Texts;
        var sold = JsonNode.Parse(texts[2])!;
        (sold["level"]!.ToString(), sold["message"]!.ToString(), sold["logger"]!.ToString(), sold["order"]!.GetValue<int>())
            .ShouldBe(("INFO", "sold 3", "shop", 7));
        texts[3].ShouldBe("plain", "what is printed is not made an object");
        var lost = JsonNode.Parse(texts[4])!;
        (lost["level"]!.ToString(), lost["errorType"]!.ToString()).ShouldBe(("ERROR", "KeyError"));
        texts.Length.ShouldBe(6);
    }

    [Fact]
    public async Task Lines_go_to_the_group_that_the_owner_names()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = async () => process.env.AWS_LAMBDA_LOG_GROUP_NAME;", configure: With("""{"LogGroup":"/shop"}"""));

        (await fixture.SucceedAsync()).ShouldBe("\"/shop\"");

        fixture.Log.Lines.ShouldAllBe(static line => line.LogGroup == "/shop");
    }

    private static Func<FunctionDocument, FunctionDocument> With(string logging) => document => document with
    {
        RecordedSettings = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("LoggingConfig", logging),
    };

    private static List<JsonNode> Lines(FunctionHostFixture fixture) =>
        [.. fixture.Log.Texts.Select(static text => JsonNode.Parse(text)!)];

    private static string NameOf(JsonNode line) => (line["type"] ?? line["level"])!.ToString();
}
