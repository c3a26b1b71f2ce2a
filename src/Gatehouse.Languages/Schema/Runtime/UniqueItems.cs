using System.Buffers;
using System.Text.Json;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>
/// Whether an array holds no value twice: sorts the elements by hash and compares those that share one.
/// </summary>
internal static class UniqueItems
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = Json.JsonLimits.MaxDepth };

    /// <param name="walk">Pays for the work.</param>
    /// <param name="body">What the reader reads.</param>
    /// <param name="reader">On the array's start.</param>
    /// <param name="count">Elements of the array.</param>
    public static bool AreUnique(
        scoped ref BodyWalk walk, ReadOnlySpan<byte> body, Utf8JsonReader reader, int count)
    {
        var rented = ArrayPool<Item>.Shared.Rent(count);
        var items = rented.AsSpan(0, count);
        try
        {
            foreach (ref var item in items)
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                var hash = ValueHash.Of(ref walk, ref reader);
                item = new Item(hash, start, (int)reader.BytesConsumed);
            }
            items.Sort(static (left, right) => left.Hash.CompareTo(right.Hash));
            for (var i = 1; i < count; i++)
            {
                for (var j = i - 1; j >= 0 && items[j].Hash == items[i].Hash; j--)
                {
                    if (AreEqual(ref walk, items[i].Of(body), items[j].Of(body)) || !walk.Spend(1))
                    {
                        return false;
                    }
                }
            }
            return !walk.IsExhausted;
        }
        finally
        {
            ArrayPool<Item>.Shared.Return(rented);
        }
    }

    private static bool AreEqual(scoped ref BodyWalk walk, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var one = new Utf8JsonReader(left, ReaderOptions);
        var other = new Utf8JsonReader(right, ReaderOptions);
        one.Read();
        other.Read();
        return ValueEquality.AreEqual(ref walk, ref one, ref other);
    }

    private readonly record struct Item(int Hash, int Start, int End)
    {
        public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body) => body[Start..End];
    }
}
