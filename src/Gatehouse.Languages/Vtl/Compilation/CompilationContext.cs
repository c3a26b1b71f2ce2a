using Gatehouse.Languages.Vtl.Runtime;

namespace Gatehouse.Languages.Vtl.Compilation;

/// <summary>What all parts of one compilation share.</summary>
internal sealed class CompilationContext(SymbolTable symbols, MacroTable macros, LoopVariables loopVariables)
{
    public SymbolTable Symbols { get; } = symbols;

    public MacroTable Macros { get; } = macros;

    /// <summary>The names of all macros in the template, for its escapes; the parser adds to it.</summary>
    public HashSet<string> MacroNames { get; } = new(macros.Names, StringComparer.Ordinal);

    /// <summary>Which of the variables that loops provide are read at all.</summary>
    public LoopVariables LoopVariables { get; } = loopVariables;

    /// <summary>How many quoted templates surround what is being compiled.</summary>
    public int Depth { get; set; }
}
