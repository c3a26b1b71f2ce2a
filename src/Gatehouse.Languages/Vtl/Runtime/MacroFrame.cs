namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// The variables inside a call of a macro. Arguments are passed by name: a parameter is evaluated in the caller's frame
/// each time it is read. An assignment goes to this frame and to all below, and hides the argument here.
/// </summary>
internal sealed class MacroFrame(VtlFrame caller) : VtlFrame(caller.Run)
{
    private readonly List<Entry> _entries = [];

    public void Bind(int parameter, Expression argument, string literal, bool isConstant)
    {
        if (isConstant)
        {
            Find(parameter).Local = argument.Evaluate(caller);
            return;
        }
        var entry = Find(parameter);
        entry.Argument = argument;
        entry.Literal = literal;
    }

    public void BindValue(int parameter, object value) => Find(parameter).Local = value;

    public override object? Get(int slot)
    {
        foreach (var entry in _entries)
        {
            if (entry.Slot != slot)
            {
                continue;
            }
            if (entry.Local is not null)
            {
                return entry.Local;
            }
            return entry.Argument is null ? caller.Get(slot) : entry.Argument.Evaluate(caller);
        }
        return caller.Get(slot);
    }

    public override void Put(int slot, object? value)
    {
        Find(slot).Local = value;
        caller.Put(slot, value);
    }

    public override void Remove(int slot)
    {
        var entry = Find(slot);
        entry.Local = null;
        entry.Argument = null;
        caller.Remove(slot);
    }

    public override string? ArgumentLiteral(int slot)
    {
        foreach (var entry in _entries)
        {
            if (entry.Slot == slot && entry.Literal is not null)
            {
                return entry.Literal;
            }
        }
        return caller.ArgumentLiteral(slot);
    }

    private Entry Find(int slot)
    {
        foreach (var entry in _entries)
        {
            if (entry.Slot == slot)
            {
                return entry;
            }
        }
        var added = new Entry(slot);
        _entries.Add(added);
        return added;
    }

    private sealed class Entry(int slot)
    {
        public int Slot { get; } = slot;

        public object? Local { get; set; }

        public Expression? Argument { get; set; }

        public string? Literal { get; set; }
    }
}
