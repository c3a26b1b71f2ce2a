using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Caching;

/// <summary>
/// How a method's calls become keys (sheet §9): deployment, namespace, verb, and the values of the key parameters with
/// their names. Methods that share a namespace share entries only where they name the same parameters.
/// </summary>
internal sealed class CacheKeyRecipe
{
    private readonly string _prefix;
    private readonly KeyValuePair<string, CacheKeyPart>[] _parts;

    /// <param name="deploymentId">A deployment has entries of its own; so has a canary's (sheet §9, §11).</param>
    /// <param name="cacheNamespace">The resource's id unless the integration names another.</param>
    /// <param name="parts">By the parameter's name; their order in the document has no meaning.</param>
    public CacheKeyRecipe(
        string deploymentId, string cacheNamespace, IEnumerable<KeyValuePair<string, CacheKeyPart>> parts)
    {
        var prefix = new CacheKeyBuffer([]);
        prefix.AppendValue(deploymentId);
        prefix.AppendValue(cacheNamespace);
        _prefix = prefix.Written.ToString();
        prefix.Dispose();
        _parts =
        [
            .. parts.OrderBy(static part => part.Key, StringComparer.Ordinal)
                .Select(static part => new KeyValuePair<string, CacheKeyPart>(Label(part.Key), part.Value)),
        ];
    }

    public bool ReadsBody => Array.Exists(_parts, static part => part.Value.ReadsBody);

    /// <returns><see langword="false"/> when the call has no usable key: it is then not cached.</returns>
    public bool TryWrite(RestCall call, string verb, ref CacheKeyBuffer key)
    {
        key.AppendFixed(_prefix);
        key.AppendFixed(verb);
        try
        {
            foreach (var (label, part) in _parts)
            {
                key.AppendFixed(label);
                part.Append(call, ref key);
            }
        }
        catch (MappingException)
        {
            return false; // the mapping itself will meet the same body and answer for it
        }

        return !key.IsTooLong;
    }

    private static string Label(string name) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"|{name.Length}:{name}=");
}
