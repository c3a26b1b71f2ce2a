using System.IO.Pipelines;
using System.Text;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Services.Lambda;

/// <summary>InvokeWithResponseStream. Source: deployment-and-tools §6.1, §6.2.</summary>
public sealed class ResponseStreamTests
{
    private const string Path = "/2021-11-15/functions/hello/response-streaming-invocations";

    private readonly LambdaHarness _lambda = new();

    [Fact]
    public async Task The_answer_is_an_event_stream_of_chunks_and_a_completion()
    {
        await _lambda.CreateAsync();
        _lambda.Host.Stream = () => Stream("some bytes", new FunctionResult { Outcome = FunctionOutcome.Succeeded });

        var answer = await _lambda.CallAsync("POST", Path, "{\"a\":1}", ("X-Amz-Log-Type", "Tail"));

        answer.Status.ShouldBe(200);
        answer.Headers["Content-Type"].ShouldBe("application/vnd.amazon.eventstream");
        answer.Headers["X-Amz-Executed-Version"].ShouldBe("$LATEST");
        answer.Headers.ContainsKey("Content-Length").ShouldBeFalse();
        answer.Text.ShouldContain("PayloadChunk");
        answer.Text.ShouldContain("some bytes");
        answer.Text.IndexOf("InvokeComplete", StringComparison.Ordinal)
            .ShouldBeGreaterThan(answer.Text.IndexOf("some bytes", StringComparison.Ordinal));
        answer.Text.ShouldContain("application/json{}");
        _lambda.Host.Calls.TryPeek(out var call).ShouldBeTrue();
        (Encoding.UTF8.GetString(call!.Payload.Span), call.WantsLogTail).ShouldBe(("{\"a\":1}", true));
    }

    [Fact]
    public async Task An_error_behind_the_bytes_is_told_in_the_completion()
    {
        await _lambda.CreateAsync();
        _lambda.Host.Stream = () => Stream("part", new FunctionResult
        {
            Outcome = FunctionOutcome.FunctionFailed,
            FunctionError = "Unhandled",
            Payload = "{\"errorMessage\":\"midway\"}"u8.ToArray(),
            LogTail = "log"u8.ToArray(),
        });

        var answer = await _lambda.CallAsync("POST", Path, "{}");

        answer.Status.ShouldBe(200);
        answer.Text.ShouldContain("part");
        answer.Text.ShouldContain("\"ErrorCode\":\"Unhandled\"");
        answer.Text.ShouldContain("midway");
        answer.Text.ShouldContain("\"LogResult\":\"bG9n\"");
    }

    [Theory]
    [InlineData(FunctionOutcome.NotFound, 404, "Function not found")]
    [InlineData(FunctionOutcome.Throttled, 429, "Rate Exceeded.")]
    [InlineData(FunctionOutcome.NotReady, 409, "cannot be performed at this time")]
    [InlineData(FunctionOutcome.HostFailed, 502, "could not be run")]
    public async Task What_was_not_run_is_refused_by_its_status(FunctionOutcome outcome, int status, string message)
    {
        await _lambda.CreateAsync();
        _lambda.Host.Stream = () => FunctionStream.Refused(new FunctionResult { Outcome = outcome });

        var answer = await _lambda.CallAsync("POST", Path, "{}");

        answer.Status.ShouldBe(status);
        answer.Text.ShouldContain(message);
        answer.Headers["Content-Type"].ShouldBe("application/json");
    }

    [Fact]
    public async Task A_dry_run_runs_nothing_and_a_bad_payload_is_refused()
    {
        await _lambda.CreateAsync();

        (await _lambda.CallAsync("POST", Path, "{}", ("X-Amz-Invocation-Type", "DryRun"))).Status.ShouldBe(204);
        (await _lambda.CallAsync("POST", Path, "{")).Status.ShouldBe(400);
        (await _lambda.CallAsync("POST", Path.Replace("hello", "absent", StringComparison.Ordinal), "{}")).Status.ShouldBe(404);
        _lambda.Host.Calls.ShouldBeEmpty();
    }

    private static FunctionStream Stream(string bytes, FunctionResult end)
    {
        var pipe = new Pipe();
        _ = pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(bytes)).AsTask();
        var ended = new TaskCompletionSource<FunctionResult>();
        _ = EndAsync();
        return new FunctionStream { Body = pipe.Reader, Began = Task.CompletedTask, Ended = ended.Task };

        async Task EndAsync()
        {
            await Task.Yield();
            ended.SetResult(end);
            await pipe.Writer.CompleteAsync();
        }
    }
}
