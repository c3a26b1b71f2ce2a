using System.Text;

namespace Gatehouse.Languages.Json;

/// <summary>
/// The member names that templates and paths mention. A body's name that is among them becomes the same string object:
/// nothing is allocated, and the lookup compares references. Requests never add to it, so callers cannot fill it.
/// </summary>
internal static class KnownNames
{
    /// <value>8,192 names; ours. Later ones are simply not shared.</value>
    private const int MaxNames = 8_192;

    /// <value>64 characters; ours.</value>
    private const int MaxLength = 64;

    private static readonly Lock Adding = new();
    private static volatile Table _table = new(64);

    /// <summary>Shares a name that a template or a path mentions; returns the shared object.</summary>
    public static string Add(string name)
    {
        if (name.Length is 0 or > MaxLength || !Ascii.IsValid(name))
        {
            return name;
        }

        var utf8 = Encoding.ASCII.GetBytes(name);
        lock (Adding)
        {
            if (_table.Find(utf8) is { } known)
            {
                return known;
            }

            if (_table.Count >= MaxNames)
            {
                return name;
            }

            _table = _table.With(utf8, name);
            return name;
        }
    }

    public static string? Find(ReadOnlySpan<byte> utf8) => _table.Find(utf8);

    /// <summary>Open addressing; a table in use only ever gains entries, each published by one write.</summary>
    private sealed class Table(int size)
    {
        private readonly Entry?[] _entries = new Entry?[size];

        public int Count { get; private set; }

        public string? Find(ReadOnlySpan<byte> utf8)
        {
            var entries = _entries;
            for (var at = Hash(utf8) & (entries.Length - 1); ; at = (at + 1) & (entries.Length - 1))
            {
                var entry = entries[at];
                if (entry is null || entry.Utf8.AsSpan().SequenceEqual(utf8))
                {
                    return entry?.Name;
                }
            }
        }

        public Table With(byte[] utf8, string name)
        {
            var table = this;
            if ((Count + 1) * 4 > _entries.Length)
            {
                table = new Table(_entries.Length * 2);
                foreach (var entry in _entries)
                {
                    if (entry is not null)
                    {
                        table.Put(entry);
                    }
                }
            }

            table.Put(new Entry(utf8, name));
            return table;
        }

        private static int Hash(ReadOnlySpan<byte> utf8)
        {
            // Names of one length differ at their ends: two bytes from each and the length tell most apart.
            var length = utf8.Length;
            if (length < 2)
            {
                return length == 0 ? 0 : utf8[0] * 31;
            }

            var ends = (uint)(utf8[0] | (utf8[length - 1] << 8) | (utf8[length >> 1] << 16) | (utf8[1] << 24));
            return (int)(((ends * 0x9E3779B1u) >> 15) + (uint)length);
        }

        private void Put(Entry entry)
        {
            var at = Hash(entry.Utf8) & (_entries.Length - 1);
            while (_entries[at] is not null)
            {
                at = (at + 1) & (_entries.Length - 1);
            }

            Volatile.Write(ref _entries[at], entry);
            Count++;
        }
    }

    private sealed record Entry(byte[] Utf8, string Name);
}
