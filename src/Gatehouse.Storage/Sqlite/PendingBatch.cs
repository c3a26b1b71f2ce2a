using Gatehouse.Model.Documents;

namespace Gatehouse.Storage.Sqlite;

/// <summary>A batch on its way to the writer. Until the writer takes it, its caller may give up.</summary>
internal sealed class PendingBatch(DocumentBatch batch)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int GivenUp = 2;

    private readonly TaskCompletionSource<StoredCommit> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Waiting;

    public DocumentBatch Batch { get; } = batch;

    public Task<StoredCommit> Done => _done.Task;

    /// <summary>
    /// From here on the batch may be written, so the answer must be the truth and the caller waits for it.
    /// </summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    public void GiveUp(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting)
        {
            _done.TrySetCanceled(cancellationToken);
        }
    }

    public void Succeed(StoredCommit commit) => _done.TrySetResult(commit);

    public void Fail(Exception exception) => _done.TrySetException(exception);
}

/// <param name="Revision">The commit's revision.</param>
/// <param name="Applied">Completes when this node's observers have applied it.</param>
internal readonly record struct StoredCommit(long Revision, Task Applied);
