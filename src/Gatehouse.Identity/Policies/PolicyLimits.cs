namespace Gatehouse.Identity.Policies;

/// <summary>Bounds of policy documents.</summary>
public static class PolicyLimits
{
    /// <value>Nesting of a document. The language needs six levels; ours.</value>
    public const int JsonDepth = 16;

    /// <value>Characters that a pattern with its variables filled in is built in on the stack; longer ones are rented.
    /// Ours.</value>
    internal const int StackChars = 512;

    /// <value>Characters of a value that takes a variable's place, all together; longer ones match nothing. Twice the
    /// header block of a request (10,240 bytes).</value>
    internal const int ExpandedChars = 20_480;
}
