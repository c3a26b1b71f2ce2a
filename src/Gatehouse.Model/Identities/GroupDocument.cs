using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Identities;

/// <summary>An IAM group. Users name their groups, not the other way round.</summary>
public sealed record GroupDocument : PolicyHolder, IDocument<GroupDocument>
{
    public static string Kind => "iam/group";

    public static JsonTypeInfo<GroupDocument> TypeInfo => IdentityJson.Default.GroupDocument;

    protected override string ArnKind => "group";
}
