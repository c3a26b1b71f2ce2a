using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Calls HTTP/1.1 backends over pooled keep-alive connections, each used by one call at a time.</summary>
/// <remarks>
/// <para>No retries, as AWS (rest-execution.md §5.5), with one exception: a connection kept from an earlier call that turns out
/// closed before the first byte of an answer. Then a request that may be sent twice (RFC 9110 §9.2.2) and whose body is
/// still at hand goes out once more, on a new connection (RFC 9112 §9.3.1).</para>
/// <para>One heartbeat looks at all deadlines, so a call costs no timer; timeouts end up to
/// <see cref="UpstreamLimits.HeartbeatPeriod"/> late.</para>
/// </remarks>
internal sealed class UpstreamClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<UpstreamTarget, UpstreamPool> _pools = new();
    private readonly UpstreamOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly UpstreamConnector _connector;
    private readonly Heartbeat _heartbeat;
    private volatile bool _isDisposed;

    public UpstreamClient(UpstreamOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        _options = options;
        _time = time;
        _logger = logger;
        _connector = new UpstreamConnector(options, time, logger);
        _heartbeat = new Heartbeat(_pools, time);
    }

    /// <summary>Sends the request and returns when the head of the response was read. Never throws for what a network can
    /// cause: look at <see cref="UpstreamExchange.Fault"/>. Dispose the exchange in every case.</summary>
    /// <remarks>The timeout bounds everything up to the last byte of the body, unless CopyBodyToAsync is given its own.
    /// The request may be disposed when this returned; a body must stay valid until the exchange is disposed.</remarks>
    public ValueTask<UpstreamExchange> SendAsync(
        UpstreamTarget target, UpstreamRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (cancellationToken.IsCancellationRequested)
        {
            return new ValueTask<UpstreamExchange>(UpstreamExchange.Failed(UpstreamFault.Cancelled, null, _time));
        }

        var started = _time.GetTimestamp();
        var call = new UpstreamCall(target, request, started, DeadlineClock.After(_time, started, timeout));
        var pool = PoolOf(target);
        request.Seal(pool.HostLine);
        return pool.TryTake() is { } connection
            ? SendOnKeptAsync(call, connection, cancellationToken)
            : SendOnNewAsync(call, cancellationToken);
    }

    /// <summary>Targets with a pool now.</summary>
    public int TargetCount => _pools.Count;

    /// <summary>Idle connections to that target on which nothing happened since they were given back.</summary>
    public int CountUsable(UpstreamTarget target) => _pools.TryGetValue(target, out var pool) ? pool.CountUsable() : 0;

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await _heartbeat.DisposeAsync();
        foreach (var pool in _pools.Values)
        {
            pool.Close();
        }

        _pools.Clear();
    }

    // The hot path: one state machine, one await that waits.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<UpstreamExchange> SendOnKeptAsync(
        UpstreamCall call, UpstreamConnection connection, CancellationToken cancellationToken)
    {
        var exchange = new UpstreamExchange(connection, call.Request.IsHead, _time, call.Started);
        var starting = exchange.StartAsync(call.Request, call.Deadline, cancellationToken);
        if (!starting.IsCompletedSuccessfully)
        {
            await starting;
        }

        if (!exchange.TryAccept(await connection.FirstReceiveAsync()))
        {
            await exchange.FinishHeadAsync();
        }

        exchange.Unwatch();
        return exchange.Fault == UpstreamFault.ConnectionLost && exchange.HasReceivedNothing && call.Request.MayBeSentAgain
            ? await SendAgainAsync(call, exchange, cancellationToken)
            : exchange;
    }

    private async ValueTask<UpstreamExchange> SendAgainAsync(
        UpstreamCall call, UpstreamExchange failed, CancellationToken cancellationToken)
    {
        await failed.DisposeAsync();
        _logger.RetriedOnStaleConnection(call.Target.Host, call.Target.Port);
        return await SendOnNewAsync(call, cancellationToken);
    }

    private async ValueTask<UpstreamExchange> SendOnNewAsync(UpstreamCall call, CancellationToken cancellationToken)
    {
        var (connection, fault, detail) = await ObtainAsync(call, cancellationToken);
        if (connection is null)
        {
            return UpstreamExchange.Failed(fault, detail, _time);
        }

        if (connection.WasUsed)
        {
            return await SendOnKeptAsync(call, connection, cancellationToken);
        }

        var exchange = new UpstreamExchange(connection, call.Request.IsHead, _time, call.Started);
        await exchange.StartAsync(call.Request, call.Deadline, cancellationToken);
        if (!exchange.TryAccept(await connection.FirstReceiveAsync()))
        {
            await exchange.FinishHeadAsync();
        }

        exchange.Unwatch();
        return exchange;
    }

    /// <summary>A new connection, or one that was just given back when the target is at its limit.</summary>
    private async ValueTask<(UpstreamConnection? Connection, UpstreamFault Fault, string? Detail)> ObtainAsync(
        UpstreamCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            var pool = PoolOf(call.Target);
            switch (pool.Reserve(out var waiter))
            {
                case PoolGrant.Retired:
                    _pools.TryRemove(new KeyValuePair<UpstreamTarget, UpstreamPool>(call.Target, pool));
                    continue;
                case PoolGrant.Exhausted:
                    _logger.PoolExhausted(
                        call.Target.Host, call.Target.Port, _options.MaxConnectionsPerTarget, UpstreamLimits.WaitersPerTarget);
                    return (null, UpstreamFault.ConnectFailed, "All connections to the backend are busy.");
                case PoolGrant.Wait:
                    var (given, fault) = await WaitAsync(pool, waiter!, call, cancellationToken);
                    if (given is not null || fault != UpstreamFault.None)
                    {
                        return (given, fault, fault == UpstreamFault.None ? null : "No connection became free.");
                    }

                    break;
            }

            return await OpenAsync(pool, call, cancellationToken);
        }
    }

    private async ValueTask<(UpstreamConnection? Connection, UpstreamFault Fault)> WaitAsync(
        UpstreamPool pool, PoolWaiter waiter, UpstreamCall call, CancellationToken cancellationToken)
    {
        try
        {
            var given = await waiter.Completion.Task.WaitAsync(TimeLeft(call), _time, cancellationToken);
            return (given, UpstreamFault.None);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            if (!waiter.Completion.TrySetCanceled(CancellationToken.None) && waiter.Completion.Task.IsCompletedSuccessfully)
            {
                // It was served in the same moment: pass on what nobody will use.
                var late = await waiter.Completion.Task;
                if (late is null)
                {
                    pool.Forgo();
                }
                else
                {
                    pool.PassOn(late);
                }
            }

            return (null, exception is TimeoutException ? UpstreamFault.TimedOut : UpstreamFault.Cancelled);
        }
    }

    private async ValueTask<(UpstreamConnection? Connection, UpstreamFault Fault, string? Detail)> OpenAsync(
        UpstreamPool pool, UpstreamCall call, CancellationToken cancellationToken)
    {
        var outcome = await _connector.ConnectAsync(call.Target, TimeLeft(call), cancellationToken);
        if (outcome.Transport is null)
        {
            pool.Forgo();
            return (null, outcome.Fault, outcome.Detail);
        }

        var connection = new UpstreamConnection(pool, outcome.Transport);
        pool.Add(connection);
        _heartbeat.Wake();
        connection.Listen();
        return (connection, UpstreamFault.None, null);
    }

    private TimeSpan TimeLeft(UpstreamCall call)
    {
        if (call.Deadline == long.MaxValue)
        {
            return Timeout.InfiniteTimeSpan;
        }

        var left = _time.GetElapsedTime(_time.GetTimestamp(), call.Deadline);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private UpstreamPool PoolOf(UpstreamTarget target) =>
        _pools.TryGetValue(target, out var pool)
            ? pool
            : _pools.GetOrAdd(target, static (key, client) => new UpstreamPool(key, client._options, client._time), this);
}
