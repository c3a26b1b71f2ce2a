namespace Gatehouse.Model.Documents;

/// <summary>
/// Where a document stands. Ids are paths: the parts of an aggregate share its prefix (<c>a1b2c3d4e5</c>,
/// <c>a1b2c3d4e5/x7y8z9</c>), so that listing or deleting an aggregate is one range.
/// </summary>
public readonly record struct DocumentKey(DocumentScope Scope, string Kind, string Id)
{
    public override string ToString() => $"{Scope} {Kind} {Id}";
}
