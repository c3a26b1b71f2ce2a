namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>
/// Where in a template the lexer is. Velocity 1.7's tokens depend on it: <c>(</c> is text after a word and syntax after
/// <c>#if</c>. The names are those of Velocity's grammar, so that the two can be compared.
/// </summary>
internal enum LexicalState
{
    /// <summary>Plain text.</summary>
    Default,

    /// <summary>After <c>$</c>.</summary>
    Reference,

    /// <summary>After the dot of <c>$a.</c>.</summary>
    ReferenceModifier,

    /// <summary>Inside the brackets of <c>$a.b(...)</c>.</summary>
    MethodArguments,

    /// <summary>Inside the brackets of <c>$a[...]</c>.</summary>
    ReferenceIndex,

    /// <summary>After <c>#</c>, before it is known whether a directive follows.</summary>
    PreDirective,

    /// <summary>Inside the brackets of a directive.</summary>
    Directive,

    /// <summary>After <c>##</c>.</summary>
    LineComment,

    /// <summary>After <c>#**</c>.</summary>
    FormalComment,

    /// <summary>After <c>#*</c>.</summary>
    BlockComment,

    /// <summary>After <c>#[[</c>.</summary>
    TextBlock,
}
