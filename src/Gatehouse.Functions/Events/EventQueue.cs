using System.Threading.Channels;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Functions.Events;

/// <summary>Asynchronous invocations: accepted at once, run in order of arrival, run again when they fail.</summary>
/// <remarks>
/// Differs from AWS: events are kept in memory, and those that wait are lost with the process. A destination that is a
/// function is called under the same request id.
/// </remarks>
internal sealed class EventQueue : IFunctionEvents, IAsyncDisposable
{
    private readonly Channel<Waiting> _ready = Channel.CreateUnbounded<Waiting>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IFunctionInvoker _invoker;
    private readonly Func<FunctionName, EventSettings> _settings;
    private readonly EventOutcome _outcome;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _running;
    private long _bytes;
    private int _count;

    public EventQueue(
        IFunctionInvoker invoker, Func<FunctionName, EventSettings> settings, IEventDestinations? destinations,
        TimeProvider time, ILogger logger)
    {
        _invoker = invoker;
        _settings = settings;
        _time = time;
        _logger = logger;
        _outcome = new EventOutcome(this, destinations, time, logger);
        _running = Task.WhenAll(
            Enumerable.Range(0, EventLimits.Running).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
    }

    public bool TryPost(FunctionCall call)
    {
        // What is counted here is given back when the event has ended, however often it runs.
        var waiting = new Waiting(call, _time.GetTimestamp());
        var count = Interlocked.Increment(ref _count);
        var bytes = Interlocked.Add(ref _bytes, call.Payload.Length);
        if (count <= EventLimits.Waiting && bytes <= EventLimits.WaitingBytes && _ready.Writer.TryWrite(waiting))
        {
            return true;
        }

        End(waiting);
        return false;
    }

    /// <summary>Takes no more; what runs is killed with its process by the host.</summary>
    public async ValueTask DisposeAsync()
    {
        _ready.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        if (Volatile.Read(ref _count) is > 0 and var lost)
        {
            _logger.EventsLost(lost);
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var waiting in _ready.Reader.ReadAllAsync(_stopping.Token))
            {
                await RunAsync(waiting);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task RunAsync(Waiting waiting)
    {
        try
        {
            var settings = _settings(waiting.Call.Function);
            var result = settings.IsClosed
                ? new FunctionResult { Outcome = FunctionOutcome.Throttled, Reason = "Nothing is reserved for it." }
                : await _invoker.InvokeAsync(waiting.Call, _stopping.Token);
            waiting.Attempts++;
            if (ConditionOf(waiting, result, settings, out var delay) is { } condition)
            {
                if (condition != "Success")
                {
                    _logger.EventFailed(waiting.Call.Function.Arn, waiting.Call.RequestId, condition, result.Reason);
                }

                await _outcome.TellAsync(waiting.Call, result, condition, waiting.Attempts, settings);
                End(waiting);
            }
            else
            {
                _logger.EventRetries(
                    waiting.Call.Function.Arn, waiting.Call.RequestId, delay.TotalSeconds, result.Reason);
                _ = RunLaterAsync(waiting, delay);
            }
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception exception)
        {
            // Ours: one event may not stop the others.
            _logger.EventBroke(exception, waiting.Call.Function.Arn, waiting.Call.RequestId);
            End(waiting);
        }
    }

    /// <returns>
    /// How it has ended, or <see langword="null"/> when it runs again after <paramref name="delay"/>.
    /// </returns>
    private string? ConditionOf(Waiting waiting, FunctionResult result, EventSettings settings, out TimeSpan delay)
    {
        delay = TimeSpan.Zero;
        switch (result.Outcome)
        {
            case FunctionOutcome.Succeeded:
                return "Success";
            case FunctionOutcome.NotFound:
                return "RetriesExhausted"; // deleted meanwhile: it will not come back
            case FunctionOutcome.FunctionFailed:
                if (waiting.Errors++ >= settings.RetryAttempts)
                {
                    return "RetriesExhausted";
                }

                delay = waiting.Errors == 1 ? EventLimits.FirstRetry : EventLimits.LaterRetry;
                break;
            default:
                if (settings.IsClosed)
                {
                    return "ZeroReservedConcurrency";
                }

                delay = EventLimits.FirstBackOff * Math.Pow(2, Math.Min(waiting.BackOffs++, 16));
                delay = delay < EventLimits.LongestBackOff ? delay : EventLimits.LongestBackOff;
                break;
        }

        return _time.GetElapsedTime(waiting.PostedAt) + delay > settings.LongestAge ? "EventAgeExceeded" : null;
    }

    private async Task RunLaterAsync(Waiting waiting, TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _time, _stopping.Token);
            _ready.Writer.TryWrite(waiting);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The server stops; it counts as lost.
        }
    }

    private void End(Waiting waiting)
    {
        Interlocked.Add(ref _bytes, -waiting.Call.Payload.Length);
        Interlocked.Decrement(ref _count);
    }

    /// <summary>One event between its arrival and its end.</summary>
    private sealed class Waiting(FunctionCall call, long postedAt)
    {
        public FunctionCall Call { get; } = call;

        public long PostedAt { get; } = postedAt;

        public int Attempts { get; set; }

        public int Errors { get; set; }

        public int BackOffs { get; set; }
    }
}
