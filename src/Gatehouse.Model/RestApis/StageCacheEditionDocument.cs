using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>
/// How often a stage's caches have been flushed. A flush is a commit like any other, so that every node of a cluster
/// hears of it; each empties its own memory when a count has grown. Stored under <c>{apiId}/{stageName}</c>, apart from
/// the stage, whose document is what clients see.
/// </summary>
public sealed record StageCacheEditionDocument : IDocument<StageCacheEditionDocument>
{
    public static string Kind => "apigateway/stagecacheedition";

    public static JsonTypeInfo<StageCacheEditionDocument> TypeInfo => RestApiJson.Default.StageCacheEditionDocument;

    /// <summary>FlushStageCache.</summary>
    public long ResponseFlushes { get; init; }

    /// <summary>FlushStageAuthorizersCache.</summary>
    public long AuthorizerFlushes { get; init; }
}
