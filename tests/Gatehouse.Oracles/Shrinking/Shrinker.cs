namespace Gatehouse.Oracles.Shrinking;

/// <summary>Makes a failing text smaller while it keeps failing: drops ever smaller pieces of it.</summary>
internal static class Shrinker
{
    private const int MostTries = 600;

    public static string Shrink(string text, Func<string, bool> fails)
    {
        var tries = 0;
        var size = Math.Max(1, text.Length / 2);
        while (true)
        {
            var before = text.Length;
            for (var at = 0; at < text.Length && tries < MostTries;)
            {
                var shorter = text.Remove(at, Math.Min(size, text.Length - at));
                tries++;
                if (fails(shorter))
                {
                    text = shorter;
                }
                else
                {
                    at += size;
                }
            }
            if (tries >= MostTries || (size == 1 && text.Length == before))
            {
                return text;
            }
            size = Math.Max(1, size / 2);
        }
    }
}
