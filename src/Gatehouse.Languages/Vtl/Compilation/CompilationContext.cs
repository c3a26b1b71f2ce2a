using Gatehouse.Languages.Vtl.Runtime;

namespace Gatehouse.Languages.Vtl.Compilation;

/// <summary>What all parts of one compilation share.</summary>
internal sealed class CompilationContext(
    VtlOptions options, SymbolTable symbols, MacroTable macros, bool usesEvaluate, int depth)
{
    public VtlOptions Options { get; } = options;

    public SymbolTable Symbols { get; } = symbols;

    public MacroTable Macros { get; } = macros;

    /// <summary>The names of all macros in the template, for its escapes; the parser adds to it.</summary>
    public HashSet<string> MacroNames { get; } = new(macros.Names, StringComparer.Ordinal);

    /// <summary>The template evaluates text at run time, so any variable may be read, not only those that are named.</summary>
    public bool UsesEvaluate { get; set; } = usesEvaluate;

    /// <summary>How many quoted templates surround what is being compiled.</summary>
    public int Depth { get; set; } = depth;
}
