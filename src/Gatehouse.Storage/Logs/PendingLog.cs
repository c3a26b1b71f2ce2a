using Gatehouse.Model.Logs;

namespace Gatehouse.Storage.Logs;

/// <summary>Work that waits for the writer's thread: events, or a change of a group.</summary>
internal sealed class PendingLog
{
    private readonly TaskCompletionSource<bool>? _done;

    private PendingLog(TaskCompletionSource<bool>? done) => _done = done;

    /// <summary>Events to append, or <see langword="null"/>.</summary>
    public LogBatch? Batch { get; private init; }

    /// <summary>A change to make, and whether it changed anything.</summary>
    public Func<LogTables, bool>? Change { get; private init; }

    /// <value>Bytes that it takes of the queue's room.</value>
    public long Bytes { get; private init; }

    /// <summary>Somebody waits until it is written.</summary>
    public bool IsAwaited => _done is not null;

    public Task<bool> Done => _done!.Task;

    public static PendingLog Of(LogBatch batch, long bytes, bool isAwaited) =>
        new(isAwaited ? NewSource() : null) { Batch = batch, Bytes = bytes };

    public static PendingLog Of(Func<LogTables, bool> change) => new(NewSource()) { Change = change };

    public void Succeed(bool result) => _done?.TrySetResult(result);

    public void Fail(Exception exception) => _done?.TrySetException(exception);

    private static TaskCompletionSource<bool> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
