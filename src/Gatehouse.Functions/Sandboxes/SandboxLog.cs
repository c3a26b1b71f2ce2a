using System.Text;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>
/// One sandbox's log stream: stamps lines with the invocation they belong to and keeps the tail when asked.
/// </summary>
internal sealed class SandboxLog(
    FunctionName function, string stream, IFunctionLogSink sink, TimeProvider time, string? group = null)
{
    private readonly Lock _gate = new();
    private string? _requestId;
    private FunctionLogLine? _held;

    // The init phase's output belongs to the first invocation's tail, so the tail is kept from the start.
    private LogTail? _tail = new();

    /// <value><c>YYYY/MM/DD/[version]32hex</c>.</value>
    public string Stream { get; } = stream;

    public void Write(string text)
    {
        lock (_gate)
        {
            WriteNeedsLock([LineNeedsLock(text)]);
        }
    }

    /// <summary>
    /// Keeps a START line until another follows: an invocation that prints nothing hands all its lines over at once.
    /// </summary>
    public void Hold(string text)
    {
        lock (_gate)
        {
            WriteNeedsLock([]);
            _held = LineNeedsLock(text);
        }
    }

    /// <summary>Writes what is held: the invocation takes so long that somebody may be looking.</summary>
    public void Release()
    {
        lock (_gate)
        {
            WriteNeedsLock([]);
        }
    }

    public void Begin(string requestId, bool wantsTail)
    {
        lock (_gate)
        {
            _requestId = requestId;
            _tail = wantsTail ? _tail ?? new LogTail() : null;
        }
    }

    /// <param name="end">Nothing when its level is not wanted, as the report.</param>
    /// <param name="report">The invocation's figures.</param>
    /// <returns>The last 4 KiB, empty when nobody asked.</returns>
    public ReadOnlyMemory<byte> End(string? end, string? report)
    {
        lock (_gate)
        {
            if (end is not null && report is not null)
            {
                WriteNeedsLock([LineNeedsLock(end), LineNeedsLock(report)]);
            }
            else if ((end ?? report) is { } only)
            {
                WriteNeedsLock([LineNeedsLock(only)]);
            }

            var tail = _tail?.ToBytes() ?? default;
            _requestId = null;
            _tail = null;
            return tail;
        }
    }

    private FunctionLogLine LineNeedsLock(string text)
    {
        _tail?.Append(text);
        return new FunctionLogLine(function, _requestId, Stream, time.GetUtcNow(), text) { LogGroup = group };
    }

    private void WriteNeedsLock(ReadOnlySpan<FunctionLogLine> lines)
    {
        if (_held is { } held)
        {
            _held = null;
            sink.Write([held, .. lines]);
        }
        else if (!lines.IsEmpty)
        {
            sink.Write(lines);
        }
    }

    /// <summary>The last bytes of a text, whole lines joined by line feeds.</summary>
    private sealed class LogTail
    {
        private readonly List<byte> _bytes = [];

        public void Append(string line)
        {
            _bytes.AddRange(Encoding.UTF8.GetBytes(line));
            _bytes.Add((byte)'\n');
            if (_bytes.Count > 4 * FunctionLimits.LogTailBytes)
            {
                Trim();
            }
        }

        public byte[] ToBytes()
        {
            Trim();
            return [.. _bytes];
        }

        private void Trim() => _bytes.RemoveRange(0, Math.Max(0, _bytes.Count - FunctionLimits.LogTailBytes));
    }
}
