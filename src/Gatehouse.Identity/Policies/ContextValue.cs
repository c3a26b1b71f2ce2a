using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary>
/// The value of a context key: absent, one text, or a list of them for the keys that have several. Numbers, dates and
/// booleans are texts, as policies write them.
/// </summary>
public readonly struct ContextValue
{
    private readonly string? _single;
    private readonly ImmutableArray<string> _many;

    private ContextValue(string? single, ImmutableArray<string> many)
    {
        _single = single;
        _many = many;
    }

    public static ContextValue Absent => default;

    public bool IsPresent => _single is not null || !_many.IsDefault;

    /// <summary>Keys with several values cannot stand in variables (security §2.2).</summary>
    public bool IsMany => _single is null && !_many.IsDefault;

    public int Count => _single is not null ? 1 : _many.IsDefault ? 0 : _many.Length;

    public string this[int index] => _single ?? _many[index];

    /// <param name="value"><see langword="null"/> for an absent key.</param>
    public static ContextValue Of(string? value) => new(value, default);

    public static ContextValue OfMany(ImmutableArray<string> values) => new(null, values);

    public static ContextValue Of(bool value) => new(value ? "true" : "false", default);

    /// <summary>Absent, empty, or nothing but empty texts: what the set operators and Null take for no value.</summary>
    internal bool IsNull()
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].Length > 0)
            {
                return false;
            }
        }

        return true;
    }
}
