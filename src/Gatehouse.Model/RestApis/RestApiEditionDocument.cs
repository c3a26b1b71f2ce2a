using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>
/// Rewritten with every change to any part of an API, so that two edits which read the same parts cannot both succeed:
/// names stay unique, the tree stays a tree, and nothing is added to an API that is being deleted. Stored under the
/// API's id.
/// </summary>
public sealed record RestApiEditionDocument : IDocument<RestApiEditionDocument>
{
    public static string Kind => "apigateway/restapiedition";

    public static JsonTypeInfo<RestApiEditionDocument> TypeInfo => RestApiJson.Default.RestApiEditionDocument;

    /// <summary>Counts the edits, for people who read the store.</summary>
    public long Edits { get; init; }
}
