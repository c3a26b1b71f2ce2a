using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.WebSockets.Records;

/// <summary>The counters of one stage or route (websocket-api §9.1); they only grow and outlive every publication.</summary>
internal sealed class SocketMeter
{
    private long _connects;
    private long _messages;
    private long _integrationErrors;
    private long _clientErrors;
    private long _executionErrors;
    private long _waited;
    private long _waitedMicros;

    /// <summary>An event has ended.</summary>
    public void Count(RouteEvent call)
    {
        if (call is { Kind: EventKind.Connect, IsIntegrationAttempted: true })
        {
            Interlocked.Increment(ref _connects);
        }

        if (call.IntegrationLatency is { } latency)
        {
            Interlocked.Increment(ref _waited);
            Interlocked.Add(ref _waitedMicros, (long)latency.TotalMicroseconds);
        }

        if (call.Endpoint.Status is >= 400)
        {
            Interlocked.Increment(ref _integrationErrors);
        }

        if (call.Fault is { } fault)
        {
            // What the gateway refuses before it invokes anything is the client's; what fails at the call is the execution's.
            Interlocked.Increment(ref fault.Status < 500 ? ref _clientErrors : ref _executionErrors);
        }
    }

    /// <summary>A message went in or out: each direction counts, callbacks too.</summary>
    public void CountMessage() => Interlocked.Increment(ref _messages);

    public WebSocketCounts Read() => new(
        Volatile.Read(ref _connects), Volatile.Read(ref _messages), Volatile.Read(ref _integrationErrors),
        Volatile.Read(ref _clientErrors), Volatile.Read(ref _executionErrors), Volatile.Read(ref _waited),
        Volatile.Read(ref _waitedMicros) / 1_000.0);
}
