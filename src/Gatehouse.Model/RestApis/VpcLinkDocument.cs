using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>A private road to one network load balancer. Stored under <c>{vpcLinkId}</c>.</summary>
public sealed record VpcLinkDocument : IDocument<VpcLinkDocument>
{
    public const string Available = "AVAILABLE";

    public static string Kind => "apigateway/vpclink";

    public static JsonTypeInfo<VpcLinkDocument> TypeInfo => BackendAccessJson.Default.VpcLinkDocument;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <value>Exactly one ARN.</value>
    public required ImmutableArray<string> TargetArns { get; init; }

    /// <value>AVAILABLE, PENDING, DELETING or FAILED.</value>
    public required string Status { get; init; }

    public required string StatusMessage { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }
}
