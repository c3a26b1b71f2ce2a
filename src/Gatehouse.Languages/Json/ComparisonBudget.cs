namespace Gatehouse.Languages.Json;

/// <summary>
/// Bounds one comparison of two values: templates can build values that contain themselves, or share their parts so that
/// walking them takes for ever.
/// </summary>
internal static class ComparisonBudget
{
    [ThreadStatic]
    private static int _depth;

    [ThreadStatic]
    private static int _left;

    /// <summary>Begins to compare two containers. Must be followed by <see cref="Leave"/>.</summary>
    public static void Enter()
    {
        if (_depth == 0)
        {
            _left = JsonLimits.MaxComparedContainers;
        }
        if (_depth >= JsonLimits.MaxDepth || --_left < 0)
        {
            throw new JsonLimitException("Two values are too deep or too large to be compared.");
        }
        _depth++;
        WorkMeter.Add(1);
    }

    public static void Leave() => _depth--;
}
