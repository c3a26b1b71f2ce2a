namespace Gatehouse.Languages.Json;

/// <summary>
/// Counts, for the thread, the values that comparisons and paths looked at. A rendering reads it before and after a call
/// and pays for the difference: one call may be cheap or not, and only the work itself tells.
/// </summary>
internal static class WorkMeter
{
    [ThreadStatic]
    private static long _spent;

    public static long Spent => _spent;

    public static void Add(int count) => _spent += count;
}
