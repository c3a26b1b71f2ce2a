using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary>
/// What a request brings beside its caller, its action and its resource. Asked only for keys that a policy tests, so an
/// implementation may compute a value when it is asked for.
/// </summary>
/// <remarks>
/// A key that the caller could choose must never answer for one of the principal's: those come from
/// <see cref="Principal"/>, unless this context answers first, as a simulation's does.
/// </remarks>
public abstract class PolicyContext
{
    public abstract ContextValue Find(ContextKey key);
}

/// <summary>Values by name, for control-plane calls and simulations.</summary>
/// <param name="next">Asked for what is not here.</param>
public sealed class ContextValues(PolicyContext? next = null) : PolicyContext
{
    private readonly Dictionary<string, ContextValue> _values = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Names => _values.Keys;

    public ContextValues Set(string key, string? value) => Set(key, ContextValue.Of(value));

    public ContextValues Set(string key, bool value) => Set(key, ContextValue.Of(value));

    public ContextValues Set(string key, ImmutableArray<string> values) => Set(key, ContextValue.OfMany(values));

    public override ContextValue Find(ContextKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _values.TryGetValue(key.Name, out var value) ? value : next?.Find(key) ?? default;
    }

    private ContextValues Set(string key, ContextValue value)
    {
        _values[key] = value;
        return this;
    }
}
