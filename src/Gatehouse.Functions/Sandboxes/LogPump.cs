using System.Text;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>Turns a process's output into log lines.</summary>
/// <remarks>
/// A carriage return inside a line is a line feed inside one log event: that is how our clients (as Lambda's own do)
/// keep a
/// multi-line message together.
/// </remarks>
internal sealed class LogPump
{
    private const int KeptLineBytes = 1024;

    private readonly Lock _gate = new();
    private readonly Stream _output;
    private readonly SandboxLog _log;
    private readonly LogSettings _settings;
    private readonly TimeProvider _time;
    private byte[] _line = new byte[KeptLineBytes];
    private int _length;
    private long _bytesRead;
    private long _awaited = long.MaxValue;
    private TaskCompletionSource? _reached;
    private bool _isDistrusted;

    public LogPump(Stream output, SandboxLog log, LogSettings settings, TimeProvider time)
    {
        _output = output;
        _log = log;
        _settings = settings;
        _time = time;
        Ended = RunAsync();
    }

    /// <summary>All that was printed has been written to the log, and nobody is left who could print.</summary>
    public Task Ended { get; }

    /// <summary>So much has become log lines, or it is not worth waiting for it.</summary>
    public bool HasRead(long bytes) => Volatile.Read(ref _bytesRead) >= bytes || Volatile.Read(ref _isDistrusted);

    /// <summary>Waits until so much of the output has become log lines, or for as long as the limit.</summary>
    public async Task WaitForAsync(long bytes, TimeSpan limit)
    {
        Task reached;
        lock (_gate)
        {
            if (_bytesRead >= bytes)
            {
                return;
            }

            _awaited = bytes;

            // Completed outside the lock, and its continuation runs where the output was read: one hop less per call.
            _reached = new TaskCompletionSource();
            reached = _reached.Task;
        }

        Volatile.Write(ref _isDistrusted, !await WaitAsync(reached, limit));
    }

    public Task DrainAsync(TimeSpan limit) => WaitAsync(Ended, limit);

    /// <summary>Writes an unfinished line: the invocation that printed it is over.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            WriteLineNeedsLock();
        }
    }

    /// <returns><see langword="false"/> at the limit: lines that come later still reach the log, after END.</returns>
    private async Task<bool> WaitAsync(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task RunAsync()
    {
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await _output.ReadAsync(buffer, CancellationToken.None)) > 0)
            {
                Accept(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The sandbox is being taken down.
        }

        Flush();
    }

    private void Accept(ReadOnlySpan<byte> bytes)
    {
        TaskCompletionSource? reached = null;
        lock (_gate)
        {
            var rest = bytes;
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf((byte)'\n');
                var part = end < 0 ? rest : rest[..end];
                KeepNeedsLock(part);
                rest = rest[(end < 0 ? part.Length : end + 1)..];
                if (end >= 0)
                {
                    WriteLineNeedsLock();
                }
            }

            _bytesRead += bytes.Length;
            if (_bytesRead >= _awaited)
            {
                _awaited = long.MaxValue;
                reached = _reached;
            }
        }

        reached?.TrySetResult();
    }

    private void KeepNeedsLock(ReadOnlySpan<byte> part)
    {
        while (_length + part.Length > FunctionHostLimits.LogLineBytes)
        {
            var fitting = FunctionHostLimits.LogLineBytes - _length;
            AppendNeedsLock(part[..fitting]);
            WriteLineNeedsLock();
            part = part[fitting..];
        }

        AppendNeedsLock(part);
    }

    private void AppendNeedsLock(ReadOnlySpan<byte> part)
    {
        if (_length + part.Length > _line.Length)
        {
            Array.Resize(ref _line, Math.Max(_line.Length * 2, _length + part.Length));
        }

        part.CopyTo(_line.AsSpan(_length));
        _length += part.Length;
    }

    private void WriteLineNeedsLock()
    {
        var line = _line.AsSpan(0, _length).TrimEnd((byte)'\r');
        _length = 0;
        if (!line.IsEmpty && _settings.Takes(line))
        {
            _log.Write(Encoding.UTF8.GetString(line).Replace('\r', '\n'));
        }

        if (_line.Length > KeptLineBytes)
        {
            _line = new byte[KeptLineBytes];
        }
    }
}
