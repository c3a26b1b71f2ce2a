using System.IO.Pipelines;
using Gatehouse.Execution.WebSockets.Connections;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Gatehouse.Execution.WebSockets.Transport;

/// <summary>
/// Stands between Kestrel's transport and its HTTP server on one connection, so that a handshake can take the connection away
/// from HTTP: HTTP's own objects, some nine kilobytes for each connection, then go to the garbage collector, where an upgraded
/// stream would keep all of them for as long as the socket lives.
/// </summary>
internal sealed class ConnectionTakeover : IDuplexPipe, IConnectionHeartbeatFeature
{
    private readonly ConnectionContext _context;
    private readonly IDuplexPipe _transport;
    private readonly IConnectionHeartbeatFeature? _heartbeat;
    private volatile (Action<object> Action, object State)[]? _beats;
    private bool _isBeating;

    private ConnectionTakeover(ConnectionContext context)
    {
        _context = context;
        _transport = context.Transport;
        Input = new HeldReader(_transport.Input, this);
        Output = new HeldWriter(_transport.Output, this);
        _heartbeat = context.Features.Get<IConnectionHeartbeatFeature>();
        context.Transport = this;
        context.Features.Set(this);
        if (_heartbeat is not null)
        {
            context.Features.Set<IConnectionHeartbeatFeature>(this);
        }
    }

    public PipeReader Input { get; private set; }

    public PipeWriter Output { get; private set; }

    /// <summary>What goes on with the connection when HTTP is done; set by a handshake.</summary>
    public IConnectionSession? Session { get; private set; }

    /// <summary>Makes a connection ready to be taken over; the last step before HTTP.</summary>
    public static async Task RunAsync(ConnectionContext context, ConnectionDelegate http)
    {
        var takeover = new ConnectionTakeover(context);
        try
        {
            await http(context);
        }
        finally
        {
            // However HTTP ended: who opened a connection hears of its end.
            takeover.LetGo();
            if (takeover.Session is { } session)
            {
                await session.RunAsync(context.Transport, context.Abort);
            }
        }
    }

    /// <summary>The request in progress is the last one: what follows is the session's.</summary>
    public void Take(IConnectionSession session) => Session = session;

    /// <summary>
    /// HTTP asks to be called every second. The transport never forgets who asked, so it is this object that asks, and HTTP is
    /// called through it as long as it is there.
    /// </summary>
    public void OnHeartbeat(Action<object> action, object state)
    {
        _beats = [.. _beats ?? [], (action, state)];
        if (!_isBeating)
        {
            _isBeating = true;
            _heartbeat!.OnHeartbeat(static self => ((ConnectionTakeover)self).Beat(), this);
        }
    }

    private void Beat()
    {
        foreach (var (action, state) in _beats ?? [])
        {
            action(state);
        }
    }

    private void LetGo()
    {
        _context.Transport = _transport;
        if (Session is null)
        {
            return;
        }

        // Everything through which the connection still knows its HTTP server.
        _beats = null;
        Input = _transport.Input;
        Output = _transport.Output;
        _context.Features.Set<ConnectionTakeover>(null);
        _context.Features.Set<IConnectionTimeoutFeature>(null);
        if (_heartbeat is not null)
        {
            _context.Features.Set(_heartbeat);
        }
    }
}
