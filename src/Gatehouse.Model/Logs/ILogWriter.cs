namespace Gatehouse.Model.Logs;

/// <summary>Appends to log groups. Groups and streams that are not there yet are made.</summary>
public interface ILogWriter
{
    /// <summary>Events that were given to <see cref="TryWrite"/> and dropped, since the start.</summary>
    long DroppedEntries { get; }

    /// <summary>
    /// Hands the events over without waiting: for whoever serves requests. Stored a moment later, in one transaction
    /// with others.
    /// </summary>
    /// <returns><see langword="false"/> when there is no room; the events are dropped and counted.</returns>
    bool TryWrite(LogBatch batch);

    /// <summary>Completes when the events are stored: what PutLogEvents promises.</summary>
    ValueTask WriteAsync(LogBatch batch, CancellationToken cancellationToken);
}
