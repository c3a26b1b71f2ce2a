using System.Net.Sockets;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>A plain socket. Each direction has one reused operation, so a call allocates nothing.</summary>
internal sealed class SocketTransport(Socket socket) : UpstreamTransport
{
    private readonly SocketOperation _receive = new();
    private readonly SocketOperation _send = new();

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => _receive.ReceiveAsync(socket, buffer);

    public override ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var sent = _send.Send(socket, bytes);
        return sent == bytes.Length || sent <= 0
            ? new ValueTask<bool>(sent == bytes.Length)
            : FinishSendAsync(sent, bytes);
    }

    public override void Abort() => socket.Dispose();

    public override void Dispose()
    {
        socket.Dispose();
        _receive.Dispose();
        _send.Dispose();
    }

    // A stream socket of .NET sends all or fails; the loop is for the day it does not.
    private async ValueTask<bool> FinishSendAsync(int? sent, ReadOnlyMemory<byte> bytes)
    {
        while (true)
        {
            var count = sent ?? await _send.Completion();
            if (count <= 0)
            {
                return false;
            }

            bytes = bytes[count..];
            if (bytes.IsEmpty)
            {
                return true;
            }

            sent = _send.Send(socket, bytes);
        }
    }
}
