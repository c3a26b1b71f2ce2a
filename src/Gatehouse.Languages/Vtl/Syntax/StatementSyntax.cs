using System.Collections.Immutable;

namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>Text that renders as it stands.</summary>
internal sealed class TextSyntax : SyntaxNode
{
    public required string Text { get; init; }
}

/// <summary>A sequence of statements between directives.</summary>
internal sealed class BlockSyntax : SyntaxNode
{
    public required ImmutableArray<SyntaxNode> Statements { get; init; }
}

/// <summary><c>#set($left = right)</c>.</summary>
internal sealed class SetSyntax : SyntaxNode
{
    public required ReferenceSyntax Target { get; init; }

    public required SyntaxNode Value { get; init; }
}

/// <summary><c>#if ... #elseif ... #else ... #end</c>.</summary>
internal sealed class IfSyntax : SyntaxNode
{
    public required ImmutableArray<(SyntaxNode Condition, BlockSyntax Block)> Branches { get; init; }

    public required BlockSyntax? Otherwise { get; init; }
}

/// <summary>
/// Any other directive: <c>#foreach</c>, <c>#macro</c>, a call of a macro, or a word that looks like one.
/// </summary>
internal sealed class DirectiveSyntax : SyntaxNode
{
    public required string Name { get; init; }

    /// <summary>The arguments and, for a directive with a block, the block as the last one.</summary>
    public required ImmutableArray<SyntaxNode> Children { get; init; }

    public required bool HasArguments { get; init; }
}
