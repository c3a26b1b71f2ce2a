using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;

namespace Gatehouse.Wire.Contracts;

/// <summary>Named members: a structure, or a union, of which exactly one member is present.</summary>
public sealed class StructureShape : Shape
{
    private FrozenDictionary<string, Member>? _byWireName;

    internal StructureShape(string name, ShapeKind kind, bool isSensitive = false, bool isStreaming = false)
        : base(name, kind, isSensitive, isStreaming)
    {
        Debug.Assert(kind is ShapeKind.Structure or ShapeKind.Union, "Only these kinds have members.");
    }

    /// <summary>The members, required ones first, otherwise in the model's order.</summary>
    public ImmutableArray<Member> Members { get; private set; } = [];

    /// <summary>Whether exactly one member must be present.</summary>
    public bool IsUnion => Kind == ShapeKind.Union;

    /// <summary>The member that is the whole body, when there is one.</summary>
    public Member? PayloadMember { get; private set; }

    /// <summary>The member of that model name; null when there is none.</summary>
    public Member? Find(string name)
    {
        foreach (var member in Members)
        {
            if (string.Equals(member.Name, name, StringComparison.Ordinal))
            {
                return member;
            }
        }

        return null;
    }

    /// <summary>The member that is written so in a body; null when there is none.</summary>
    public Member? FindByWireName(string wireName)
    {
        // Built at first use, as most shapes of a contract are never decoded; a race builds it twice and harms nobody.
        _byWireName ??= Members.ToFrozenDictionary(member => member.WireName, StringComparer.Ordinal);
        return _byWireName.GetValueOrDefault(wireName);
    }

    /// <summary>
    /// Gives the shape its members: apart from construction, because members may lead back to the shape.
    /// </summary>
    internal void Complete(ImmutableArray<Member> members)
    {
        Debug.Assert(Members.IsEmpty, "A shape is completed once.");
        Members = members;
        foreach (var member in members)
        {
            PayloadMember = member.Location == MemberLocation.Payload ? member : PayloadMember;
        }
    }
}
