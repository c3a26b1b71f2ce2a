using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Functions.Events;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Functions.Events;

/// <summary>Asynchronous invocations on a clock that stands still (deployment-and-tools §6.1, "Async").</summary>
public sealed class EventQueueTests : IAsyncDisposable
{
    private const string Queue = "arn:aws:sqs:us-east-1:000000000000:q";
    private static readonly FunctionName Function = new("000000000000", "us-east-1", "f", null);
    private readonly ManualTime _time = new();
    private readonly Script _script = new();
    private readonly Destinations _destinations = new();
    private readonly EventQueue _events;
    private EventSettings _settings = EventSettings.Of(null, null, isClosed: false);

    public EventQueueTests() =>
        _events = new EventQueue(
            _script, name => name == Function ? _settings : EventSettings.Of(null, null, isClosed: false), _destinations,
            _time, NullLogger.Instance);

    public ValueTask DisposeAsync() => _events.DisposeAsync();

    [Fact]
    public async Task A_function_error_is_repeated_after_one_minute_and_after_two_and_then_told()
    {
        _settings = _settings with { OnFailure = Queue, DeadLetterTarget = Queue + "-dead" };
        _script.Answers = [Failed, Failed, Failed];

        Post();
        await _script.RanAsync(1);
        await TickAsync(TimeSpan.FromSeconds(59), runs: 1);
        await TickAsync(TimeSpan.FromSeconds(1), runs: 2);
        await TickAsync(TimeSpan.FromSeconds(119), runs: 2);
        await TickAsync(TimeSpan.FromSeconds(1), runs: 3);

        var record = await _destinations.NextAsync();
        record.TargetArn.ShouldBe(Queue);
        JsonNode.DeepEquals(JsonNode.Parse(record.Body.Span), JsonNode.Parse(
            """
            {"version":"1.0","timestamp":"1970-01-01T00:03:00.000Z",
             "requestContext":{"requestId":"r","functionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",
              "condition":"RetriesExhausted","approximateInvokeCount":3},
             "requestPayload":{"a":1},
             "responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},
             "responsePayload":{"errorMessage":"no","errorType":"Error"}}
            """)).ShouldBeTrue(Encoding.UTF8.GetString(record.Body.Span));
        var dead = await _destinations.NextAsync();
        dead.TargetArn.ShouldBe(Queue + "-dead");
        Encoding.UTF8.GetString(dead.Body.Span).ShouldBe("""{"a":1}"""); // the raw event
        dead.Attributes.ShouldBe(
            new Dictionary<string, string> { ["RequestID"] = "r", ["ErrorCode"] = "200", ["ErrorMessage"] = "no" },
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_success_is_told_to_its_destination_and_never_to_the_dead_letter_queue()
    {
        _settings = _settings with { OnSuccess = Queue, OnFailure = Queue + "-not", DeadLetterTarget = Queue + "-dead" };
        _script.Answers = [Failed, Succeeded];

        Post();
        await _script.RanAsync(1);
        await TickAsync(TimeSpan.FromMinutes(1), runs: 2);

        var record = JsonNode.Parse((await _destinations.NextAsync()).Body.Span)!;
        record["requestContext"]!["condition"]!.GetValue<string>().ShouldBe("Success");
        record["requestContext"]!["approximateInvokeCount"]!.GetValue<int>().ShouldBe(2);
        record["responsePayload"]!.ToJsonString().ShouldBe("\"fine\"");
        _destinations.IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public async Task No_more_retries_than_the_owner_wants(int retries, int runs)
    {
        _settings = _settings with { RetryAttempts = retries, OnFailure = Queue };
        _script.Answers = [Failed, Failed, Failed];

        Post();
        await _script.RanAsync(1);
        for (var i = 1; i < runs; i++)
        {
            await TickAsync(TimeSpan.FromMinutes(1), runs: i + 1);
        }

        JsonNode.Parse((await _destinations.NextAsync()).Body.Span)!["requestContext"]!["approximateInvokeCount"]!
            .GetValue<int>().ShouldBe(runs);
    }

    [Fact]
    public async Task What_is_throttled_comes_again_at_growing_intervals_until_it_is_too_old()
    {
        _settings = _settings with { LongestAge = TimeSpan.FromSeconds(60), OnFailure = Queue };
        _script.Answers = [.. Enumerable.Repeat(Throttled, 10)];

        Post();
        await _script.RanAsync(1);
        foreach (var (seconds, runs) in new[] { (1, 2), (2, 3), (4, 4), (8, 5), (16, 6) })
        {
            await TickAsync(TimeSpan.FromSeconds(seconds), runs);
        }

        // After 31 seconds the next wait, of 32, would outlast the 60.
        var record = JsonNode.Parse((await _destinations.NextAsync()).Body.Span)!;
        record["requestContext"]!["condition"]!.GetValue<string>().ShouldBe("EventAgeExceeded");
        record["responseContext"].ShouldBeNull(); // it never ran
    }

    [Fact]
    public async Task A_function_with_nothing_reserved_fails_at_once_and_does_not_run()
    {
        _settings = EventSettings.Of(null, null, isClosed: true) with { OnFailure = Queue };

        Post();

        JsonNode.Parse((await _destinations.NextAsync()).Body.Span)!["requestContext"]!["condition"]!.GetValue<string>()
            .ShouldBe("ZeroReservedConcurrency");
        _script.Runs.ShouldBe(0);
    }

    [Fact]
    public async Task A_function_as_destination_gets_the_record_as_its_event()
    {
        _settings = _settings with { OnSuccess = "arn:aws:lambda:us-east-1:000000000000:function:next:prod" };
        _script.Answers = [Succeeded, Succeeded];

        Post();
        await _script.RanAsync(2);

        var second = _script.Calls.Last();
        second.Function.ShouldBe(new FunctionName("000000000000", "us-east-1", "next", "prod"));
        JsonNode.Parse(second.Payload.Span)!["requestPayload"]!["a"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Events_that_wait_are_bounded_in_bytes_and_the_bound_frees_as_they_end()
    {
        _script.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _script.Answers = [.. Enumerable.Repeat(Succeeded, 100)];
        var payload = new byte[1 << 20];
        var accepted = 0;
        while (_events.TryPost(Call(payload)))
        {
            (++accepted).ShouldBeLessThan(200);
        }

        accepted.ShouldBe(64);
        _script.Gate.SetResult();
        await _script.RanAsync(64);
        while (!_events.TryPost(Call(payload)))
        {
            await Task.Yield(); // the last of them has run and is about to be counted out
        }
    }

    private static FunctionResult Succeeded => new() { Outcome = FunctionOutcome.Succeeded, Payload = "\"fine\""u8.ToArray() };

    private static FunctionResult Failed => new()
    {
        Outcome = FunctionOutcome.FunctionFailed,
        FunctionError = "Unhandled",
        Payload = """{"errorMessage":"no","errorType":"Error"}"""u8.ToArray(),
    };

    private static FunctionResult Throttled => new() { Outcome = FunctionOutcome.Throttled };

    private static FunctionCall Call(byte[] payload) =>
        new() { Function = Function, Payload = payload, RequestId = "r" };

    private void Post() => _events.TryPost(Call("""{"a":1}"""u8.ToArray())).ShouldBeTrue();

    /// <summary>Moves the clock once the event waits for it.</summary>
    private async Task TickAsync(TimeSpan span, int runs)
    {
        while (_time.Waiting == 0)
        {
            await Task.Yield();
        }

        _time.Advance(span);
        await _script.RanAsync(runs);
        _script.Runs.ShouldBe(runs);
    }

    private sealed class Script : IFunctionInvoker
    {
        private int _runs;

        public FunctionResult[] Answers { get; set; } = [];

        public ConcurrentQueue<FunctionCall> Calls { get; } = [];

        public TaskCompletionSource? Gate { get; set; }

        public int Runs => Volatile.Read(ref _runs);

        public async Task RanAsync(int runs)
        {
            while (Runs < runs)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }

        public async ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken)
        {
            if (Gate is { } gate)
            {
                await gate.Task;
            }

            Calls.Enqueue(call);
            return Answers[Interlocked.Increment(ref _runs) - 1];
        }

        public FunctionStream InvokeStreaming(FunctionCall call) => throw new NotSupportedException();
    }

    private sealed class Destinations : IEventDestinations
    {
        private readonly System.Threading.Channels.Channel<EventMessage> _messages =
            System.Threading.Channels.Channel.CreateUnbounded<EventMessage>();

        public bool IsEmpty => !_messages.Reader.TryPeek(out _);

        public ValueTask<string?> SendAsync(EventMessage message, CancellationToken cancellationToken)
        {
            _messages.Writer.TryWrite(message);
            return new ValueTask<string?>((string?)null);
        }

        public ValueTask<EventMessage> NextAsync() => _messages.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }
}
