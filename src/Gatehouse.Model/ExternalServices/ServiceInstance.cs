using System.Collections.Frozen;

namespace Gatehouse.Model.ExternalServices;

/// <summary>One instance of a Cloud Map service: where it is, and the attributes that it registered with.</summary>
/// <param name="Target">Its address.</param>
/// <param name="Attributes">By name; both are compared exactly.</param>
public sealed record ServiceInstance(NetworkTarget Target, FrozenDictionary<string, string> Attributes)
{
    /// <summary>Whether it has all of these.</summary>
    public bool Has(IReadOnlyList<KeyValuePair<string, string>> wanted)
    {
        foreach (var (name, value) in wanted)
        {
            if (!Attributes.TryGetValue(name, out var own) || !own.Equals(value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
