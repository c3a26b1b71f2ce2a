using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>
/// A set of names known when the schema was compiled. A name is found by its length, its first and its last bytes: one
/// multiplication and, since the table's seed is chosen for its names, one comparison.
/// </summary>
internal sealed class NameTable
{
    private const int Seeds = 64;

    private readonly byte[][] _names;
    private readonly int[] _first;
    private readonly int[] _next;
    private readonly int _shift;
    private readonly int _longest;
    private readonly ulong _seed;

    /// <param name="names">All different; a name's index is its place here.</param>
    public NameTable(IReadOnlyList<string> names)
    {
        _names = [.. names.Select(Encoding.UTF8.GetBytes)];
        _longest = _names.Length == 0 ? -1 : _names.Max(static name => name.Length);
        var bits = Math.Max(2, BitOperations.Log2((uint)Math.Max(1, _names.Length)) + 2);
        _shift = 64 - bits;
        _seed = BestSeed();
        _first = new int[1 << bits];
        _next = new int[_names.Length];
        Array.Fill(_first, -1);
        for (var i = 0; i < _names.Length; i++)
        {
            ref var first = ref _first[Bucket(_names[i], _seed)];
            _next[i] = first;
            first = i;
        }
    }

    /// <summary>The index of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > _longest)
        {
            return -1;
        }
        for (var i = _first[Bucket(name, _seed)]; i >= 0; i = _next[i])
        {
            if (name.SequenceEqual(_names[i]))
            {
                return i;
            }
        }
        return -1;
    }

    private static ulong Key(ReadOnlySpan<byte> name)
    {
        var length = (ulong)name.Length;
        switch (name.Length)
        {
            case >= 8:
                var head = BinaryPrimitives.ReadUInt64LittleEndian(name);
                var tail = BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
                return (head ^ BitOperations.RotateLeft(tail, 29)) + length;
            case >= 4:
                ulong low = BinaryPrimitives.ReadUInt32LittleEndian(name);
                ulong high = BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]);
                return (low | (high << 32)) + length;
            case 0:
                return 0;
            default:
                return name[0] | ((ulong)name[name.Length >> 1] << 8) | ((ulong)name[^1] << 16) | (length << 24);
        }
    }

    private int Bucket(ReadOnlySpan<byte> name, ulong seed) => (int)((Key(name) * seed) >> _shift);

    private ulong BestSeed()
    {
        const ulong golden = 0x9E37_79B9_7F4A_7C15;
        var best = golden;
        var fewest = int.MaxValue;
        var buckets = new HashSet<int>();
        for (ulong i = 1; i <= Seeds && fewest > 0; i++)
        {
            var seed = (golden * ((2 * i) + 1)) | 1;
            buckets.Clear();
            var collisions = _names.Count(name => !buckets.Add(Bucket(name, seed)));
            if (collisions < fewest)
            {
                (best, fewest) = (seed, collisions);
            }
        }
        return best;
    }
}
