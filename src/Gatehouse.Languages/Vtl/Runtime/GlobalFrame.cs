namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>The variables of the whole template.</summary>
internal sealed class GlobalFrame : VtlFrame
{
    private readonly VtlScope _scope;
    private object?[] _values;

    public GlobalFrame(VtlRun run, VtlScope scope, SymbolTable symbols)
        : base(run)
    {
        _scope = scope;
        _values = symbols.Count == 0 ? [] : new object?[symbols.Count];
        Load(symbols);
    }

    /// <summary>Makes room for names that became known at run time.</summary>
    public void Extend(SymbolTable symbols)
    {
        if (symbols.Count > _values.Length)
        {
            Array.Resize(ref _values, symbols.Count);
            Load(symbols);
        }
    }

    public override object? Get(int slot) => _values[slot];

    public override void Put(int slot, object? value) => _values[slot] = value;

    public override void Remove(int slot) => _values[slot] = null;

    private void Load(SymbolTable symbols)
    {
        foreach (var (name, slot) in symbols.OwnSlots)
        {
            _values[slot] ??= _scope.Get(name);
        }
    }
}
