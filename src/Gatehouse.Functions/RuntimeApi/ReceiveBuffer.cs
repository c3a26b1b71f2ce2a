using System.Net.Sockets;

namespace Gatehouse.Functions.RuntimeApi;

/// <summary>What a connection has received and not yet used.</summary>
internal sealed class ReceiveBuffer(Socket socket)
{
    private byte[] _bytes = new byte[RuntimeApiLimits.BufferBytes];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Filled => _bytes.AsSpan(_start, _end - _start);

    public int Length => _end - _start;

    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
            if (_bytes.Length > RuntimeApiLimits.BufferBytes)
            {
                _bytes = new byte[RuntimeApiLimits.BufferBytes];
            }
        }
    }

    /// <summary>Receives more behind what is there.</summary>
    /// <returns><see langword="false"/> when the peer has closed or the head limit is reached.</returns>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_end == _bytes.Length && !MakeRoom())
        {
            return false;
        }

        var received = await socket.ReceiveAsync(_bytes.AsMemory(_end), SocketFlags.None, cancellationToken);
        _end += received;
        return received > 0;
    }

    /// <summary>Reads what is at hand, or else what comes next.</summary>
    /// <returns>Zero when the peer has closed.</returns>
    public ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (Length == 0)
        {
            return socket.ReceiveAsync(destination, SocketFlags.None, cancellationToken);
        }

        var ready = Math.Min(Length, destination.Length);
        Filled[..ready].CopyTo(destination.Span);
        Consume(ready);
        return new ValueTask<int>(ready);
    }

    /// <summary>Reads straight into the caller's memory, first from what is already there.</summary>
    /// <returns><see langword="false"/> when the peer closed before it was full.</returns>
    public async ValueTask<bool> ReadExactlyAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        var ready = Math.Min(Length, destination.Length);
        Filled[..ready].CopyTo(destination.Span);
        Consume(ready);
        destination = destination[ready..];
        while (!destination.IsEmpty)
        {
            var received = await socket.ReceiveAsync(destination, SocketFlags.None, cancellationToken);
            if (received == 0)
            {
                return false;
            }

            destination = destination[received..];
        }

        return true;
    }

    private bool MakeRoom()
    {
        var length = Length;
        if (_start == 0)
        {
            if (_bytes.Length >= RuntimeApiLimits.HeadBytes)
            {
                return false;
            }

            Array.Resize(ref _bytes, Math.Min(_bytes.Length * 2, RuntimeApiLimits.HeadBytes));
            return true;
        }

        _bytes.AsSpan(_start, length).CopyTo(_bytes);
        _start = 0;
        _end = length;
        return true;
    }
}
