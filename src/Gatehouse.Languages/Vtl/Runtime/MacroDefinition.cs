using System.Collections.Immutable;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>A macro: its parameters' slots and its body.</summary>
internal sealed class MacroDefinition(string name, ImmutableArray<int> parameters, Statement body)
{
    public string Name { get; } = name;

    public ImmutableArray<int> Parameters { get; } = parameters;

    public Statement Body { get; } = body;
}
