namespace Gatehouse.Languages.Vtl;

/// <summary>Bounds on templates and on one rendering (rest-execution §6.1, security sheet §11.4).</summary>
public static class VtlLimits
{
    /// <summary>Longest template.</summary>
    /// <value>307,200 characters: API Gateway's 300 KB quota. A longer one does not compile.</value>
    public const int MaxTemplateLength = 300 * 1024;

    /// <summary>Iterations of one <c>#foreach</c>.</summary>
    /// <value>1,000: API Gateway's quota. The next iteration fails the rendering (500).</value>
    public const int MaxForeachIterations = 1_000;

    /// <summary>Macros that may be active at once.</summary>
    /// <value>20: Velocity 1.7's <c>velocimacro.max.depth</c>.</value>
    public const int MaxMacroDepth = 20;

    /// <summary>
    /// How deep the block of a <c>#define</c> may contain itself; beyond it renders as an undefined reference.
    /// </summary>
    /// <value>2: Velocity 1.7's <c>define.provide.max.depth</c>.</value>
    public const int MaxDefineDepth = 2;

    /// <summary><c>#evaluate</c> inside <c>#evaluate</c>.</summary>
    /// <value>20; ours. Velocity has no bound here and overflows its stack.</value>
    public const int MaxEvaluateDepth = 20;

    /// <summary>Blocks, brackets and quoted templates inside each other in one template.</summary>
    /// <value>100; ours.</value>
    public const int MaxNesting = 100;

    /// <summary>Bytes that one rendering may write.</summary>
    /// <value>10,485,760: the 10 MB payload quota.</value>
    public const int MaxOutputBytes = 10 * 1024 * 1024;

    /// <summary>Longest string that a template may build.</summary>
    /// <value>10,485,760 characters; ours. Doubling a string in a loop must not take the memory of the server.</value>
    public const int MaxStringLength = 10 * 1024 * 1024;

    /// <summary>Largest list or map that a template may build, ranges included.</summary>
    /// <value>100,000 elements; ours.</value>
    public const int MaxCollectionSize = 100_000;

    /// <summary>Statements, calls and iterations that one rendering may execute.</summary>
    /// <value>2,000,000; ours: a nest of two full loops, and no more than a second of one core.</value>
    public const int MaxSteps = 2_000_000;
}
