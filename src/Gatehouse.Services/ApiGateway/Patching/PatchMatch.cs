namespace Gatehouse.Services.ApiGateway.Patching;

/// <summary>An operation that found its rule.</summary>
/// <param name="Op">Which of the rule's operations.</param>
/// <param name="Key">The unescaped key of a map or list entry; empty for an attribute.</param>
/// <param name="Operation">As sent.</param>
internal readonly record struct PatchMatch(PatchOps Op, string Key, PatchOperation Operation)
{
    public bool IsRemove => Op == PatchOps.Remove;

    /// <summary>The value; <see langword="null"/> for a removal and for an empty or absent value.</summary>
    public string? ValueOrNull => IsRemove || string.IsNullOrEmpty(Operation.Value) ? null : Operation.Value;

    /// <summary>The value as sent; an absent one is empty.</summary>
    public string Value => Operation.Value ?? "";

    public bool Boolean() => Operation.Value switch
    {
        { } text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        { } text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => throw BadValue("a boolean"),
    };

    public int Integer() => int.TryParse(
        Operation.Value,
        System.Globalization.NumberStyles.AllowLeadingSign,
        System.Globalization.CultureInfo.InvariantCulture,
        out var value)
        ? value
        : throw BadValue("an integer");

    public double Double() => double.TryParse(
        Operation.Value,
        System.Globalization.NumberStyles.Float,
        System.Globalization.CultureInfo.InvariantCulture,
        out var value) && double.IsFinite(value)
        ? value
        : throw BadValue("a number");

    /// <summary>One of the given words, in upper case as AWS spells its enumerations.</summary>
    public string OneOf(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (word == Operation.Value)
            {
                return word;
            }
        }

        throw BadValue($"one of: [{string.Join(", ", words!)}]");
    }

    /// <summary>
    /// The text is known for templates of integration responses only (§1.9); the rest follows its pattern.
    /// </summary>
    public Exception BadValue(string expected) => ApiGatewayFaults.BadRequest(
        $"Invalid patch value  '{Operation.Value ?? "null"}' specified for op '{Operation.Op}'. Must be {expected}");
}
