namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>Boxed values that templates produce all the time.</summary>
internal static class Boxes
{
    private const int LowestInt = -1;

    public static readonly object True = true;
    public static readonly object False = false;

    private static readonly object[] SmallInts =
        [.. Enumerable.Range(LowestInt, VtlLimits.MaxForeachIterations + 2).Select(each => (object)each)];

    public static object Of(bool value) => value ? True : False;

    public static object Of(int value) =>
        (uint)(value - LowestInt) < (uint)SmallInts.Length ? SmallInts[value - LowestInt] : value;
}
