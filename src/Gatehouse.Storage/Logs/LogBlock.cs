using System.Buffers;
using System.Text;

namespace Gatehouse.Storage.Logs;

/// <summary>
/// Events of one stream that were written together, in one row: an index entry and a handful of bound values serve all of
/// them. Each event is its distance from the first in milliseconds, its length in bytes of UTF-8 (both as LEB128), and its
/// text.
/// </summary>
internal sealed class LogBlock(long group, long stream)
{
    private readonly ArrayBufferWriter<byte> _data = new(LogStoreLimits.BlockBytes);

    public long Group { get; } = group;

    public long Stream { get; } = stream;

    public int Count { get; private set; }

    /// <value>Milliseconds since 1970: the time of the oldest event.</value>
    public long First { get; private set; }

    /// <value>Milliseconds since 1970: the time of the youngest event.</value>
    public long Last { get; private set; }

    /// <value>As CloudWatch counts them: 26 for each event beside its text.</value>
    public long Bytes { get; private set; }

    public ReadOnlySpan<byte> Data => _data.WrittenSpan;

    /// <summary>
    /// Whether an event fits. Blocks hold no event that is older than their first one, and none much younger, so that the
    /// time of a block tells the time of its events.
    /// </summary>
    public bool Takes(long at, string message) =>
        Count == 0
        || (at >= First && at - First <= LogStoreLimits.BlockMilliseconds && Count < LogStoreLimits.EventsPerBlock
            && _data.WrittenCount + message.Length <= LogStoreLimits.BlockBytes);

    /// <returns>What the event counts.</returns>
    public long Add(long at, string message)
    {
        if (Count == 0)
        {
            First = Last = at;
        }

        var length = Encoding.UTF8.GetByteCount(message);
        WriteNumber(at - First);
        WriteNumber(length);
        _data.Advance(Encoding.UTF8.GetBytes(message, _data.GetSpan(length)));
        Last = Math.Max(Last, at);
        Count++;
        var counted = length + LogStoreLimits.EventOverheadBytes;
        Bytes += counted;
        return counted;
    }

    public void Clear()
    {
        _data.ResetWrittenCount();
        Count = 0;
        Bytes = 0;
    }

    private void WriteNumber(long value)
    {
        var rest = (ulong)value;
        var bytes = _data.GetSpan(10);
        var count = 0;
        while (rest >= 0x80)
        {
            bytes[count++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        bytes[count++] = (byte)rest;
        _data.Advance(count);
    }
}
