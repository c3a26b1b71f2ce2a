using Gatehouse.Languages.Vtl;

namespace Gatehouse.Execution.Mapping;

/// <summary>
/// Compiled template texts that some plan still uses. APIs repeat their templates (every mock of a preflight has the same
/// one), and a program is immutable: one text is compiled once and kept once. Several threads may ask.
/// </summary>
internal sealed class TemplatePrograms
{
    private const int FirstSweep = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, WeakReference<VtlProgram>> _programs = new(StringComparer.Ordinal);
    private int _nextSweep = FirstSweep;

    /// <summary>How many texts are remembered, those included that nobody uses any more.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _programs.Count;
            }
        }
    }

    /// <exception cref="VtlSyntaxException">The text is no template.</exception>
    public VtlProgram Compile(string text)
    {
        lock (_lock)
        {
            if (_programs.TryGetValue(text, out var known) && known.TryGetTarget(out var program))
            {
                return program;
            }
        }

        // Outside the lock: two that compile the same text at once both have a program, and the later one stays.
        var compiled = VtlProgram.Compile(text);
        lock (_lock)
        {
            _programs[text] = new WeakReference<VtlProgram>(compiled);
            if (_programs.Count >= _nextSweep)
            {
                SweepNeedsLock();
            }
        }

        return compiled;
    }

    private void SweepNeedsLock()
    {
        foreach (var (text, program) in _programs)
        {
            if (!program.TryGetTarget(out _))
            {
                _programs.Remove(text);
            }
        }

        _nextSweep = Math.Max(FirstSweep, 2 * _programs.Count);
    }
}
