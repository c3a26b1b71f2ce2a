using System.Text;

namespace Gatehouse.Tests.Languages;

/// <summary>
/// Makes texts that are nearly right: bytes flipped, pieces swapped, doubled and dropped. Always the same ones.
/// </summary>
internal static class Mutations
{
    public static IEnumerable<string> Of(string text, int count)
    {
        var random = new Random(text.Length);
        for (var i = 0; i < count && text.Length > 1; i++)
        {
            yield return random.Next(4) switch
            {
                0 => FlipBit(text, random),
                1 => SwapPieces(text, random),
                2 => text.Insert(random.Next(text.Length), Piece(text, random)),
                _ => text.Remove(random.Next(text.Length), 1),
            };
        }
    }

    private static string FlipBit(string text, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return Encoding.UTF8.GetString(bytes);
    }

    private static string SwapPieces(string text, Random random)
    {
        var cut = random.Next(text.Length);
        var piece = Piece(text, random);
        return text[cut..] + piece + text[..cut];
    }

    private static string Piece(string text, Random random)
    {
        var start = random.Next(text.Length);
        return text.Substring(start, Math.Min(1 + random.Next(6), text.Length - start));
    }
}
