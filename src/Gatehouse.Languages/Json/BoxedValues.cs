namespace Gatehouse.Languages.Json;

/// <summary>BoxedValues that documents hold all the time, made once.</summary>
internal static class BoxedValues
{
    public static readonly object True = true;
    public static readonly object False = false;

    private const int LowestInt = -1;
    private const int HighestInt = 1_001;

    private static readonly object[] SmallInts =
        [.. Enumerable.Range(LowestInt, HighestInt - LowestInt + 1).Select(each => (object)each)];

    public static object Of(bool value) => value ? True : False;

    public static object Of(int value) =>
        (uint)(value - LowestInt) < (uint)SmallInts.Length ? SmallInts[value - LowestInt] : value;

    /// <summary>An int where the value fits one, otherwise a long.</summary>
    public static object OfWhole(long value) => value is >= int.MinValue and <= int.MaxValue ? Of((int)value) : value;
}
