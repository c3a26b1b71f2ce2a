using System.Collections.Immutable;

namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>A bare word, such as the <c>in</c> of <c>#foreach</c> or the name of a macro.</summary>
internal sealed class WordSyntax : SyntaxNode;

/// <summary><c>"text"</c> or <c>'text'</c>.</summary>
internal sealed class StringSyntax : SyntaxNode;

/// <summary>A whole number.</summary>
internal sealed class IntegerSyntax : SyntaxNode;

/// <summary>A number with a fraction or an exponent.</summary>
internal sealed class FloatSyntax : SyntaxNode;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanSyntax : SyntaxNode
{
    public required bool Value { get; init; }
}

/// <summary><c>[from..to]</c>.</summary>
internal sealed class RangeSyntax : SyntaxNode
{
    public required SyntaxNode From { get; init; }

    public required SyntaxNode To { get; init; }
}

/// <summary><c>[a, b]</c>.</summary>
internal sealed class ListSyntax : SyntaxNode
{
    public required ImmutableArray<SyntaxNode> Items { get; init; }
}

/// <summary><c>{key: value}</c>.</summary>
internal sealed class MapSyntax : SyntaxNode
{
    public required ImmutableArray<(SyntaxNode Key, SyntaxNode Value)> Entries { get; init; }
}

/// <summary><c>left operator right</c>.</summary>
internal sealed class BinarySyntax : SyntaxNode
{
    public required TokenKind Operator { get; init; }

    public required SyntaxNode Left { get; init; }

    public required SyntaxNode Right { get; init; }
}

/// <summary><c>(inner)</c>: its text is all that stands between the brackets.</summary>
internal sealed class GroupSyntax : SyntaxNode
{
    public required SyntaxNode Inner { get; init; }
}

/// <summary><c>!operand</c>.</summary>
internal sealed class NotSyntax : SyntaxNode
{
    public required SyntaxNode Operand { get; init; }
}
