using System.Threading.Channels;

namespace Gatehouse.Server.Commands;

/// <summary>
/// Says when a project's files have changed. Editors write in bursts (a temporary file, a rename, a touch): a change is
/// reported once the burst has been quiet for a moment, so that a half-written file is rarely read.
/// </summary>
internal sealed class ProjectWatcher : IDisposable
{
    /// <summary>Short enough for the 300 ms from save to served, long enough for an editor's write and rename.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(60);

    private readonly FileSystemWatcher _watcher;
    private readonly TimeProvider _time;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public ProjectWatcher(string folder, TimeProvider time)
    {
        _time = time;
        _watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Changed += (_, change) => Report(change.FullPath);
        _watcher.Created += (_, change) => Report(change.FullPath);
        _watcher.Deleted += (_, change) => Report(change.FullPath);
        _watcher.Renamed += (_, change) => Report(change.FullPath);
        // The kernel's queue overflowed: something changed, we do not know what, and need not.
        _watcher.Error += (_, _) => _changes.Writer.TryWrite(true);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Completes when something changed and has been quiet since.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _changes.Reader.ReadAsync(cancellationToken);
        do
        {
            await Task.Delay(Quiet, _time, cancellationToken);
        }
        while (_changes.Reader.TryRead(out _));
    }

    public void Dispose() => _watcher.Dispose();

    private void Report(string path)
    {
        // Interpreters write there while they run; their caches are nobody's change.
        if (!path.Contains("__pycache__", StringComparison.Ordinal) && !path.EndsWith('~'))
        {
            _changes.Writer.TryWrite(true);
        }
    }
}
