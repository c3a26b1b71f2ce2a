using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>
/// Hashes of values: equal values have equal hashes, whatever the spelling of their numbers and strings and the order
/// of their members. Seeded per process by the runtime, so that nobody can choose values that collide.
/// </summary>
internal static class ValueHash
{
    /// <summary>Hashes the value that the reader stands on, and leaves it on the value's last token.</summary>
    public static int Of(scoped ref BodyWalk walk, scoped ref Utf8JsonReader reader)
    {
        walk.Spend(1);
        var hash = new HashCode();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                hash.Add(OfText(ref reader));
                break;
            case JsonTokenType.Number:
                new NumberText(reader.ValueSpan).AddTo(ref hash);
                break;
            case JsonTokenType.StartObject:
                var sum = 0;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = OfText(ref reader);
                    reader.Read();
                    sum += HashCode.Combine(name, Of(ref walk, ref reader));
                }
                hash.Add(sum);
                break;
            case JsonTokenType.StartArray:
                hash.Add(1);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    hash.Add(Of(ref walk, ref reader));
                }
                break;
            default:
                hash.Add(reader.TokenType);
                break;
        }
        return hash.ToHashCode();
    }

    /// <summary>A hash of 64 bits of the string or name that the reader stands on.</summary>
    public static ulong OfText(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return OfBytes(reader.ValueSpan);
        }
        var text = StringText.Of(reader.ValueSpan, stackalloc byte[StringText.StackBytes], out var rented);
        var hash = OfBytes(text);
        StringText.Return(rented);
        return hash;
    }

    private static ulong OfBytes(ReadOnlySpan<byte> bytes)
    {
        // The runtime's hash of characters is a keyed one; two halves over two views make 64 bits of it.
        var low = OfUnits(bytes);
        var odd = bytes.Length > 1 ? OfUnits(bytes[1..]) : 0;
        var edge = bytes.IsEmpty ? 0 : bytes[0] | (bytes[^1] << 8);
        return (uint)HashCode.Combine(low, bytes.Length) | ((ulong)(uint)HashCode.Combine(odd, edge) << 32);
    }

    private static int OfUnits(ReadOnlySpan<byte> bytes) =>
        string.GetHashCode(MemoryMarshal.Cast<byte, char>(bytes), StringComparison.Ordinal);
}
