using System.Collections.Immutable;

namespace Gatehouse.Execution.Compilation;

/// <summary>Documents leave absent maps out; compiling treats them as empty.</summary>
internal static class OptionalMap
{
    public static ImmutableSortedDictionary<string, T> OrEmpty<T>(this ImmutableSortedDictionary<string, T>? map) =>
        map ?? ImmutableSortedDictionary<string, T>.Empty;
}
