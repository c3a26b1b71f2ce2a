using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.ApisV2;

/// <summary>A road into private networks, to whatever stands there (http-api §3.10). Stored under its id.</summary>
public sealed record VpcLinkV2Document : IDocument<VpcLinkV2Document>
{
    public const string Available = "AVAILABLE";

    public static string Kind => "apigatewayv2/vpclink";

    public static JsonTypeInfo<VpcLinkV2Document> TypeInfo => ApiV2Json.Default.VpcLinkV2Document;

    public required string VpcLinkId { get; init; }

    public required string Name { get; init; }

    public required ImmutableArray<string> SubnetIds { get; init; }

    public required ImmutableArray<string> SecurityGroupIds { get; init; }

    public required ImmutableSortedDictionary<string, string> Tags { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long CreatedDate { get; init; }

    /// <value>PENDING, AVAILABLE, DELETING, FAILED or INACTIVE.</value>
    public required string VpcLinkStatus { get; init; }

    public required string VpcLinkStatusMessage { get; init; }

    /// <value>V2.</value>
    public required string VpcLinkVersion { get; init; }
}
