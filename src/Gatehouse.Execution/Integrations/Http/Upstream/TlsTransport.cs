using System.Net.Security;
using System.Runtime.CompilerServices;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>TLS over a socket, after the handshake.</summary>
internal sealed class TlsTransport(SslStream stream) : UpstreamTransport
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer, CancellationToken.None); // Ended by Abort, not by a token.
        }
        catch (Exception)
        {
            return Lost; // Reset, alert, bad record, or closed under it by Abort: all mean the same to the caller.
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await stream.WriteAsync(bytes, CancellationToken.None);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    // The stream owns its socket; disposing it sends no goodbye and waits for nobody.
    public override void Abort() => stream.Dispose();

    public override void Dispose() => stream.Dispose();
}
