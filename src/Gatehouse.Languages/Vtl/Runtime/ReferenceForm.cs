namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>How a reference is written, which decides what is printed around its value or instead of it.</summary>
internal sealed record ReferenceForm
{
    /// <summary>An odd number of backslashes stands before it.</summary>
    public bool IsEscaped { get; init; }

    /// <summary><c>$!name</c>.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>
    /// Not a reference at all, such as <c>$\!name</c>: it prints its text even where undefined ones do not.
    /// </summary>
    public bool IsAlwaysText { get; init; }

    /// <summary>Half of the backslashes before it.</summary>
    public string Backslashes { get; init; } = string.Empty;

    /// <summary>Text such as <c>#</c> or <c>$</c> that stuck to it.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Its source text, printed when it has no value.</summary>
    public required string Source { get; init; }

    /// <summary>The slot of a plain <c>$name</c>, which may be a macro's parameter; otherwise -1.</summary>
    public int ParameterSlot { get; init; } = -1;

    public bool HasPrefix => Backslashes.Length + Prefix.Length > 0;
}
