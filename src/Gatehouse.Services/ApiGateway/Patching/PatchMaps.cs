using System.Collections.Immutable;

namespace Gatehouse.Services.ApiGateway.Patching;

/// <summary>
/// Changes of maps and lists that documents hold. An emptied one disappears (rest-control-plane §1.5).
/// </summary>
internal static class PatchMaps
{
    public static ImmutableSortedDictionary<string, TValue>? Set<TValue>(
        ImmutableSortedDictionary<string, TValue>? map, string key, TValue value) =>
        (map ?? ImmutableSortedDictionary<string, TValue>.Empty.WithComparers(StringComparer.Ordinal))
        .SetItem(key, value);

    public static ImmutableSortedDictionary<string, TValue>? Remove<TValue>(
        ImmutableSortedDictionary<string, TValue>? map, string key)
    {
        var rest = map?.Remove(key);
        return rest is null || rest.IsEmpty ? null : rest;
    }

    public static ImmutableArray<string>? Add(ImmutableArray<string>? list, string element) =>
        list is { } elements
            ? elements.Contains(element, StringComparer.Ordinal) ? elements : elements.Add(element)
            : [element];

    public static ImmutableArray<string>? Remove(ImmutableArray<string>? list, string element)
    {
        var rest = list?.Remove(element, StringComparer.Ordinal);
        return rest is null || rest.Value.IsEmpty ? null : rest;
    }
}
