using System.Collections.Concurrent;

namespace Gatehouse.Languages.JsonPath;

/// <summary>
/// Compiled paths whose text became known only while a template ran. Bounded: when full it is emptied, since only paths
/// made of request data can fill it.
/// </summary>
public static class JsonPathCache
{
    private static readonly ConcurrentDictionary<string, JsonPathProgram> Programs = new(StringComparer.Ordinal);

    public static JsonPathProgram Get(string path)
    {
        if (Programs.TryGetValue(path, out var known))
        {
            return known;
        }
        var compiled = JsonPathProgram.Compile(path);
        if (Programs.Count >= JsonPathLimits.MaxCachedPaths)
        {
            Programs.Clear();
        }
        Programs[path] = compiled;
        return compiled;
    }
}
