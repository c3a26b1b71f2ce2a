using System.IO.Pipelines;

namespace Gatehouse.Services.Skeleton;

/// <summary>A body that is written while it comes, after the head has gone out. Disposed in any case.</summary>
internal interface IOutputStream : IAsyncDisposable
{
    /// <summary>
    /// Writes everything and flushes piece by piece. What goes wrong on the way is told within the stream; what it
    /// throws cuts the connection.
    /// </summary>
    Task WriteAsync(PipeWriter output, CancellationToken cancellationToken);
}
