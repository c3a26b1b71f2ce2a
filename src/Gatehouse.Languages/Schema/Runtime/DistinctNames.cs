using System.Text.Json;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>
/// Counts an object's different names, so that repeating one does not meet <c>minProperties</c>. Needs to look no
/// further than the number asked for.
/// </summary>
internal static class DistinctNames
{
    private const int OnStack = 64;

    public static bool AreAtLeast(scoped ref BodyWalk walk, Utf8JsonReader reader, int wanted)
    {
        // Two names that hash alike count as one: with 64 bits and a secret seed that does not happen by intent.
        var seen = wanted <= OnStack ? stackalloc ulong[OnStack] : new ulong[wanted];
        var count = 0;
        while (count < wanted && reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var hash = ValueHash.OfText(ref reader);
            if (!walk.Spend(1 + (count / 16)))
            {
                return false;
            }
            if (!seen[..count].Contains(hash))
            {
                seen[count++] = hash;
            }
            reader.Read();
            reader.Skip();
        }
        return count >= wanted;
    }
}
