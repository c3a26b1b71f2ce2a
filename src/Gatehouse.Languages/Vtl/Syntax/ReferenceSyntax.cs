using System.Collections.Immutable;

namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary><c>$root.property.method(...)[index]</c> in any of its spellings.</summary>
internal sealed class ReferenceSyntax : SyntaxNode
{
    public required ImmutableArray<AccessSyntax> Accesses { get; init; }
}

/// <summary>One step of a reference.</summary>
internal abstract class AccessSyntax : SyntaxNode;

/// <summary><c>.name</c>.</summary>
internal sealed class PropertySyntax : AccessSyntax
{
    public string Name => First.Image;
}

/// <summary><c>.name(arguments)</c>.</summary>
internal sealed class MethodSyntax : AccessSyntax
{
    public string Name => First.Image;

    public required ImmutableArray<SyntaxNode> Arguments { get; init; }
}

/// <summary><c>[index]</c>.</summary>
internal sealed class IndexSyntax : AccessSyntax
{
    public required SyntaxNode Index { get; init; }
}
