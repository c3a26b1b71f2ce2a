namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// Gives each variable of a program a slot, so that a rendering reads an array instead of a dictionary. A table may
/// extend another: templates that become known at run time (<c>#evaluate</c>) add their names for that run only.
/// </summary>
internal sealed class SymbolTable(SymbolTable? parent = null)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    public int Count => (parent?.Count ?? 0) + _slots.Count;

    public Dictionary<string, int> OwnSlots => _slots;

    public int Intern(string name)
    {
        if (TryFind(name, out var slot))
        {
            return slot;
        }
        slot = Count;
        _slots.Add(name, slot);
        return slot;
    }

    public bool TryFind(string name, out int slot) =>
        (parent is not null && parent.TryFind(name, out slot)) || _slots.TryGetValue(name, out slot);
}
