using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// What a call is worth in steps beyond the first: a template may build large values, and a loop may then go through them
/// again and again. Small values are free.
/// </summary>
internal static class MethodCost
{
    private const int FreeLength = 256;
    private const int FreeCount = 16;

    // A step is worth about half a microsecond; so is going through this many of these.
    private const int CharactersPerStep = 256;
    private const int PatternCharactersPerStep = 16;
    private const int ElementsPerStep = 8;
    private const int VisitsPerStep = 8;

    /// <summary>The steps that a call takes because of the size of what it is called on.</summary>
    public static long Of(object target, string name, ReadOnlySpan<object?> arguments) => target switch
    {
        string { Length: > FreeLength } text => OfText(text, name),
        JsonList { Count: > FreeCount } list => OfList(list, name, arguments),
        JsonMap { Count: > FreeCount } map => OfMap(map, name),
        _ => 0,
    };

    /// <summary>The steps that making a text takes.</summary>
    public static long OfResult(object? result) => result is string { Length: > FreeLength } text
        ? text.Length / CharactersPerStep
        : 0;

    /// <summary>The steps that comparing two texts takes.</summary>
    public static long OfComparison(object? left, object? right) =>
        left is string { Length: > FreeLength } text && right is string other && other.Length == text.Length
            ? text.Length / (CharactersPerStep * 16)
            : 0;

    /// <summary>The steps that going through so many elements takes.</summary>
    public static long OfElements(long count) => count > FreeCount ? count / ElementsPerStep : 0;

    /// <summary>The steps that so much of the <see cref="WorkMeter"/> is worth.</summary>
    public static long OfWork(long visits) => visits / VisitsPerStep;

    private static long OfText(string text, string name) => name switch
    {
        "length" or "isEmpty" or "charAt" or "toString" or "codePointAt" => 0,
        "matches" or "replaceAll" or "replaceFirst" or "split" => text.Length / PatternCharactersPerStep,
        "toCharArray" => text.Length,
        _ => text.Length / CharactersPerStep,
    };

    private static long OfList(JsonList list, string name, ReadOnlySpan<object?> arguments) => name switch
    {
        "size" or "get" or "set" or "isEmpty" or "iterator" or "subList" => 0,
        "add" when arguments.Length == 1 => 0,
        "containsAll" or "removeAll" or "retainAll" when arguments is [JsonList other] =>
            OfElements((long)list.Count * Math.Max(1, other.Count)),
        _ => OfElements(list.Count),
    };

    private static long OfMap(JsonMap map, string name) => name switch
    {
        "remove" or "containsValue" or "equals" or "hashCode" or "toString" or "putAll" or "clear" =>
            OfElements(map.Count),
        _ => 0,
    };
}
