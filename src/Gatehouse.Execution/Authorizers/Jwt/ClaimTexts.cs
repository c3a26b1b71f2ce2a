namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>A token's claims as texts, in the token's order; how they are written is each kind of API's own.</summary>
internal sealed class ClaimTexts(KeyValuePair<string, string>[] entries)
{
    public KeyValuePair<string, string>[] Entries { get; } = entries;

    /// <returns><see langword="null"/> when there is none of that name.</returns>
    public string? Find(string name)
    {
        foreach (var (key, text) in Entries)
        {
            if (key.Equals(name, StringComparison.Ordinal))
            {
                return text;
            }
        }

        return null;
    }
}
