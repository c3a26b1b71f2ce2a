namespace Gatehouse.Oracles;

/// <summary>
/// Bounds that the originals do not have (VtlLimits, JsonPathLimits, JavaRegexLimits; API Gateway's own is a thousand
/// iterations of a loop, rest-execution §6.1). A case that reaches one cannot be compared; few may.
/// </summary>
internal static class OwnBounds
{
    public const string Result = "!bound";

    private static readonly string[] Marks = ["limited to", "too long", "too many", "too large", "too deep"];

    public static bool Caused(Exception failed) =>
        Array.Exists(Marks, mark => failed.Message.Contains(mark, StringComparison.Ordinal));

    /// <summary>Fails when so many cases reached a bound that the comparison says little.</summary>
    public static void CheckRare(IReadOnlyCollection<string> ours) =>
        Assert.True(ours.Count(result => result == Result) <= 1 + (ours.Count / 50), "Too many cases reach a bound.");
}
