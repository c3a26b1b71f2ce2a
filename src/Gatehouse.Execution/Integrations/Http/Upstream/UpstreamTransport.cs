namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>The bytes of one connection, plain or TLS. One receive and one send may be under way together; nothing here throws
/// for what the network does.</summary>
internal abstract class UpstreamTransport : IDisposable
{
    /// <summary>Result of a receive: the connection is gone.</summary>
    public const int Lost = -1;

    /// <summary>Bytes received; 0 when the peer closed; <see cref="Lost"/>.</summary>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    /// <summary>False: the connection is gone; how much arrived is unknown.</summary>
    public abstract ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Closes the socket, from any thread, any number of times; what is under way ends as lost.</summary>
    public abstract void Abort();

    /// <summary>Closes, when no exchange uses it any more.</summary>
    public abstract void Dispose();
}
