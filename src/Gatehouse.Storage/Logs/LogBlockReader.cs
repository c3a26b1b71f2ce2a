using System.Text;

namespace Gatehouse.Storage.Logs;

/// <summary>Reads the events of a <see cref="LogBlock"/> in the order in which they arrived.</summary>
internal ref struct LogBlockReader(ReadOnlySpan<byte> data, long first)
{
    private ReadOnlySpan<byte> _rest = data;
    private ReadOnlySpan<byte> _text;

    /// <value>Milliseconds since 1970.</value>
    public long Timestamp { get; private set; }

    public readonly string Message => Encoding.UTF8.GetString(_text);

    /// <exception cref="StorageException">The row is damaged.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        Timestamp = first + ReadNumber();
        var length = ReadNumber();
        if (length < 0 || length > _rest.Length)
        {
            throw Damaged();
        }

        _text = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    private static StorageException Damaged() =>
        new($"{SqliteLogStore.FileName} is damaged: a row of events ends early. Move the file away to begin new logs.");

    private long ReadNumber()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_rest.IsEmpty)
            {
                throw Damaged();
            }

            var one = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80)
            {
                return (long)value;
            }
        }

        throw Damaged();
    }
}
