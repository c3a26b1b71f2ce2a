using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>Another name of a user, unique in its pool: <c>{pool}/{attribute}:{value}</c>.</summary>
public sealed record PoolAliasDocument : IDocument<PoolAliasDocument>
{
    public static string Kind => "cognito-idp/alias";

    public static JsonTypeInfo<PoolAliasDocument> TypeInfo => UserPoolJson.Default.PoolAliasDocument;

    /// <summary>The document id of the user.</summary>
    public required string User { get; init; }
}
