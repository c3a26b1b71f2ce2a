namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>The macros of a program; one made at run time sees those of the program around it.</summary>
internal sealed class MacroTable(MacroTable? parent = null)
{
    private readonly Dictionary<string, MacroDefinition> _macros = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _macros.Keys.Concat(parent?.Names ?? []);

    /// <summary>The first definition of a name stays: Velocity does not let inline macros replace others.</summary>
    public void Add(MacroDefinition macro)
    {
        if (Find(macro.Name) is null)
        {
            _macros.Add(macro.Name, macro);
        }
    }

    public MacroDefinition? Find(string name) => parent?.Find(name) ?? _macros.GetValueOrDefault(name);
}
