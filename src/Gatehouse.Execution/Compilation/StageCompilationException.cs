namespace Gatehouse.Execution.Compilation;

/// <summary>The documents do not make a plan; what was served before stays (style §3.4).</summary>
internal sealed class StageCompilationException(string message) : Exception(message);
