using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Records;
using Microsoft.Extensions.Primitives;
using Shouldly;

namespace Gatehouse.Tests.Execution.Records;

/// <summary>What a line of an execution log may hold (rest-execution §13.1 and §14.1, observability §2.3).</summary>
public sealed class ExecutionTraceTests
{
    [Theory]
    [InlineData("abcdefghij", "****efghij")]
    [InlineData("abcdefg", "*bcdefg")]
    [InlineData("abcdef", "******")] // what is as short as the visible part disappears whole
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_secret_shows_its_last_six_characters(string? secret, string shown) => // §14.1
        ExecutionTrace.Mask(secret).ShouldBe(shown);

    [Fact]
    public void Headers_print_as_a_Java_map_with_their_secrets_masked() // §13.1
    {
        var trace = Full();

        trace.DataHeaders("Method request headers",
        [
            new("Accept", "*/*"),
            new("X-Two", new StringValues(["a", "b"])),
            new("authorization", "Bearer 0123456789"),
            new("x-api-key", "abcdefghijkl"),
            new("X-Amz-Security-Token", "tokentoken"),
        ]);
        trace.DataHeaders("Endpoint response headers", []);

        Texts(trace).ShouldBe(
        [
            "Method request headers: {Accept=*/*, X-Two=a,b, authorization=***********456789, x-api-key=******ghijkl, "
            + "X-Amz-Security-Token=****ntoken}",
            "Endpoint response headers: {}",
        ]);
    }

    [Fact]
    public void A_header_dump_is_cut_at_998_characters_and_a_line_at_1024() // §13.1; observability §2.3
    {
        var trace = Full();

        trace.DataHeaders("Endpoint request headers", [new("a", new string('x', 2_000))]);
        trace.DataBody("Endpoint request body after transformations", new byte[2_000].AsSpan());
        trace.DataMap("Method request path", [new("a", new string('x', 5_000))]);

        var lines = Texts(trace);
        lines[0].ShouldBe("Endpoint request headers: {a=" + new string('x', 995) + " [TRUNCATED]");
        lines[1].Length.ShouldBe(1_024 + " [TRUNCATED]".Length);
        lines[2].Length.ShouldBe(1_024 + " [TRUNCATED]".Length);
        lines.ShouldAllBe(line => line.EndsWith(" [TRUNCATED]"));
    }

    [Fact]
    public void A_cut_never_splits_a_character_of_two_units()
    {
        var trace = Full();

        trace.Info(new string('x', 1_023) + "😀😀");

        Texts(trace)[0].ShouldBe(new string('x', 1_023) + " [TRUNCATED]");
    }

    [Fact]
    public void A_decoded_line_break_cannot_forge_a_line()
    {
        var trace = Full();

        trace.DataMap("Method request query string", [new("a\r\nb", "x\nSuccessfully completed execution")]);

        Texts(trace)[0].ShouldBe("Method request query string: {a\\r\\nb=x\\nSuccessfully completed execution}");
    }

    [Fact]
    public void Each_detail_takes_its_own_lines_and_formats_no_others() // §14.1, the level table
    {
        var formatted = 0;
        string Costly()
        {
            formatted++;
            return "value";
        }

        foreach (var (detail, expected) in new[]
        {
            (TraceDetail.Errors, new[] { "failed", "Method completed with status: 500" }),
            (TraceDetail.Info, ["phase value", "failed", "Method completed with status: 500"]),
            (TraceDetail.Full, ["phase value", "data value", "failed", "Method completed with status: 500"]),
        })
        {
            var trace = new ExecutionTrace(detail, TimeProvider.System, isTest: false);
            trace.Info($"phase {Costly()}");
            trace.Data($"data {Costly()}");
            trace.Error("failed");
            trace.Completed(500);
            Texts(trace).ShouldBe(expected);
        }

        formatted.ShouldBe(3);
    }

    [Fact]
    public void At_the_level_ERROR_a_request_that_succeeds_leaves_nothing() // §14.1
    {
        var trace = new ExecutionTrace(TraceDetail.Errors, TimeProvider.System, isTest: false);

        trace.Info($"Starting execution for request: {1}");
        trace.Completed(200);

        trace.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void A_trace_is_bounded_and_counts_what_it_leaves_out()
    {
        var trace = Full();

        for (var i = 0; i < 1_000; i++)
        {
            trace.Info(new string('x', 2_000));
        }

        trace.Lines.Count.ShouldBeLessThan(200);
        trace.DroppedLines.ShouldBe(1_000 - trace.Lines.Count);
    }

    private static ExecutionTrace Full() => new(TraceDetail.Full, TimeProvider.System, isTest: false);

    private static string[] Texts(ExecutionTrace trace) => [.. trace.Lines.Select(static line => line.Text)];
}
