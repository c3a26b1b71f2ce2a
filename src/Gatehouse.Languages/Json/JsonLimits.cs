namespace Gatehouse.Languages.Json;

/// <summary>Bounds on JSON that arrives with a request.</summary>
public static class JsonLimits
{
    /// <summary>Lists and maps that one comparison of two values may look into.</summary>
    /// <value>1,000,000; ours. A 10 MB body holds fewer that are not empty.</value>
    public const int MaxComparedContainers = 1_000_000;

    /// <summary>Deepest nesting of arrays and objects that is read or written.</summary>
    /// <value>64 levels, the default of System.Text.Json (security sheet §11.4).</value>
    public const int MaxDepth = 64;

    /// <summary>Longest number text. Turning digits into a big integer costs the square of their count.</summary>
    /// <value>1,000 characters, the cap that Jackson 2.15 introduced for the same reason.</value>
    public const int MaxNumberLength = 1_000;

    /// <summary>Largest text that the writer builds.</summary>
    /// <value>12,582,912 characters: the 10 MB payload quota (rest-execution §15) with room for escapes.</value>
    public const int MaxTextLength = 12 * 1024 * 1024;
}
