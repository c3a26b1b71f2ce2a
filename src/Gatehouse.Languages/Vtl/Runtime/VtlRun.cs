using System.Runtime.CompilerServices;
using Gatehouse.Languages.Vtl.Compilation;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// The state of one rendering that all its frames share: the budget, the depths, what #evaluate added.
/// </summary>
internal sealed class VtlRun
{
    private readonly VtlOptions _options;
    private readonly GlobalFrame _globals;
    private SymbolTable _symbols;
    private MacroTable _macros;
    private bool _isExtended;
    private int _stepsLeft;
    private int _macroDepth;
    private int _evaluateDepth;

    public VtlRun(VtlOptions options, VtlScope scope, SymbolTable symbols, MacroTable macros)
    {
        _options = options;
        _stepsLeft = options.MaxSteps;
        _symbols = symbols;
        _macros = macros;
        _globals = new GlobalFrame(this, scope, symbols);
    }

    public VtlFrame Globals => _globals;

    /// <summary>The scope that a <c>#break</c> named; null for the nearest.</summary>
    public object? BreakTarget { get; set; }

    public int MaxForeachIterations => _options.MaxForeachIterations;

    public bool UndefinedAsSource => _options.UndefinedReferences == UndefinedReferences.SourceText;

    public void Step()
    {
        if (--_stepsLeft < 0)
        {
            throw new VtlRuntimeException("The template takes too many steps.");
        }
    }

    /// <summary>Takes steps for work that is not one statement, call or iteration.</summary>
    public void Charge(long steps)
    {
        if (steps == 0)
        {
            return;
        }
        _stepsLeft -= (int)Math.Min(steps, (long)_options.MaxSteps + 1);
        if (_stepsLeft < 0)
        {
            throw new VtlRuntimeException("The template takes too many steps.");
        }
    }

    public MacroDefinition? FindMacro(string name) => _macros.Find(name);

    public void EnterMacro(string name)
    {
        GuardStack();
        if (_macroDepth == VtlLimits.MaxMacroDepth)
        {
            throw new VtlRuntimeException(
                $"Max calling depth of {VtlLimits.MaxMacroDepth} was exceeded in macro '{name}'");
        }
        _macroDepth++;
    }

    public void LeaveMacro() => _macroDepth--;

    /// <summary>Renders a template whose text became known just now.</summary>
    public Flow Evaluate(string source, VtlFrame frame, VtlOutput output)
    {
        GuardStack();
        if (_evaluateDepth == VtlLimits.MaxEvaluateDepth)
        {
            throw new VtlRuntimeException("#evaluate is nested too deeply.");
        }
        if (!_isExtended)
        {
            // The tables of the program are shared with other requests: what is added now goes into tables of this run.
            _symbols = new SymbolTable(_symbols);
            _macros = new MacroTable(_macros);
            _isExtended = true;
        }
        Statement body;
        try
        {
            body = VtlCompiler.CompileFragment(source, _symbols, _macros);
        }
        catch (VtlSyntaxException invalid)
        {
            throw new VtlRuntimeException($"#evaluate: {invalid.Message}", invalid);
        }
        _globals.Extend(_symbols);
        _evaluateDepth++;
        try
        {
            return body.Render(frame, output);
        }
        finally
        {
            _evaluateDepth--;
        }
    }

    private static void GuardStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new VtlRuntimeException("The template recurses too deeply.");
        }
    }
}
