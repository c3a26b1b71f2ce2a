using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>One direction of a socket: an operation that is awaited without allocation and continues on the thread that
/// completed it (design.md §5, inline scheduling).</summary>
internal sealed class SocketOperation : SocketAsyncEventArgs, IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _completion;

    // True: do not capture the execution context. It is the awaiter's business; flowing it here would cost on every receive.
    public SocketOperation()
        : base(true)
    {
    }

    private int Outcome => SocketError == SocketError.Success ? BytesTransferred : UpstreamTransport.Lost;

    public ValueTask<int> ReceiveAsync(Socket socket, Memory<byte> buffer)
    {
        SetBuffer(buffer);
        _completion.Reset();
        try
        {
            return socket.ReceiveAsync(this) ? new ValueTask<int>(this, _completion.Version) : new ValueTask<int>(Outcome);
        }
        catch (ObjectDisposedException)
        {
            return new ValueTask<int>(UpstreamTransport.Lost); // Aborted by a deadline a moment ago.
        }
    }

    /// <summary>The count when it was sent at once, as usual; null when <see cref="Completion"/> will tell.</summary>
    public int? Send(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        SetBuffer(MemoryMarshal.AsMemory(bytes)); // Sending only reads.
        _completion.Reset();
        try
        {
            return socket.SendAsync(this) ? null : Outcome;
        }
        catch (ObjectDisposedException)
        {
            return UpstreamTransport.Lost;
        }
    }

    /// <summary>The operation under way; awaited once.</summary>
    public ValueTask<int> Completion() => new(this, _completion.Version);

    public int GetResult(short token) => _completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e) => _completion.SetResult(Outcome);
}
