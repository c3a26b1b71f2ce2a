using System.IO.Pipelines;
using Gatehouse.Execution.WebSockets.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Execution.WebSockets.Transport;

/// <summary>Switches protocols.</summary>
internal static class Upgrade
{
    /// <summary>
    /// Writes the 101. Where the listener lets connections leave HTTP, the session runs when this request has ended; else it
    /// runs within the request, over the server's own stream.
    /// </summary>
    public static async ValueTask RunAsync(HttpContext http, IConnectionSession session)
    {
        var takeover = http.Features.Get<ConnectionTakeover>();
        var stream = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        if (takeover is not null)
        {
            takeover.Take(session);
            return;
        }

        var duplex = new StreamDuplex(stream);
        await session.RunAsync(duplex, http.Abort);
        await duplex.Output.CompleteAsync();
        await duplex.Input.CompleteAsync();
    }

    private sealed class StreamDuplex(Stream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(
            stream, new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }
}
