namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>A piece of a parsed template, with the tokens it was read from.</summary>
internal abstract class SyntaxNode
{
    public required Token First { get; init; }

    public required Token Last { get; init; }

    /// <summary>The source text, which Velocity prints in place of a missing value.</summary>
    public string Literal => Token.LiteralOf(First, Last);
}
