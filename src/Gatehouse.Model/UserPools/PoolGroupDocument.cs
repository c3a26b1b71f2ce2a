using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>A group of users: <c>{pool}/{name}</c>.</summary>
public sealed record PoolGroupDocument : IDocument<PoolGroupDocument>
{
    public static string Kind => "cognito-idp/group";

    public static JsonTypeInfo<PoolGroupDocument> TypeInfo => UserPoolJson.Default.PoolGroupDocument;

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? RoleArn { get; init; }

    /// <summary>The least number comes first.</summary>
    public int? Precedence { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Modified { get; init; }
}
