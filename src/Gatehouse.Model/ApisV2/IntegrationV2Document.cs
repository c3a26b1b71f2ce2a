using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.ApisV2;

/// <summary>A backend, shared by the routes that target it. Stored under <c>{apiId}/{integrationId}</c>.</summary>
public sealed record IntegrationV2Document : IDocument<IntegrationV2Document>
{
    public const string Internet = "INTERNET";

    public const string VpcLink = "VPC_LINK";

    public static string Kind => "apigatewayv2/integration";

    public static JsonTypeInfo<IntegrationV2Document> TypeInfo => ApiV2Json.Default.IntegrationV2Document;

    public required string IntegrationId { get; init; }

    /// <value>HTTP APIs: AWS_PROXY or HTTP_PROXY. WebSocket APIs also AWS, HTTP and MOCK.</value>
    public required string IntegrationType { get; init; }

    /// <summary>An AWS service call, one of <see cref="IntegrationSubtypes"/>; HTTP APIs, AWS_PROXY only.</summary>
    public string? IntegrationSubtype { get; init; }

    /// <summary>Exactly as the caller sent it: a function's ARN in either form, a URL, or a listener's ARN.</summary>
    public string? IntegrationUri { get; init; }

    /// <value><c>ANY</c> stands for the client's.</value>
    public string? IntegrationMethod { get; init; }

    /// <value>1.0 or 2.0.</value>
    public required string PayloadFormatVersion { get; init; }

    /// <value>INTERNET or VPC_LINK.</value>
    public required string ConnectionType { get; init; }

    /// <summary>The VPC link.</summary>
    public string? ConnectionId { get; init; }

    /// <summary>A role, the caller's own credentials (<c>arn:aws:iam::*:user/*</c>), or the function's own policy.</summary>
    public string? CredentialsArn { get; init; }

    public required int TimeoutInMillis { get; init; }

    /// <summary>VPC_LINK only: the backend speaks TLS.</summary>
    public TlsConfig? TlsConfig { get; init; }

    /// <summary>Mappings by key (http-api §11.1), or the parameters of the subtype (§9).</summary>
    public ImmutableSortedDictionary<string, string>? RequestParameters { get; init; }

    /// <summary>By the status that the integration returned: mappings by key (http-api §11.2).</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>? ResponseParameters
    {
        get;
        init;
    }

    public string? Description { get; init; }

    /// <summary>Made by quick create; absent on every other integration.</summary>
    public bool? ApiGatewayManaged { get; init; }

    /// <summary>WebSocket only.</summary>
    public string? ContentHandlingStrategy { get; init; }

    /// <summary>WebSocket only; read-only.</summary>
    public string? IntegrationResponseSelectionExpression { get; init; }

    /// <summary>WebSocket only.</summary>
    public string? PassthroughBehavior { get; init; }

    /// <summary>WebSocket only.</summary>
    public ImmutableSortedDictionary<string, string>? RequestTemplates { get; init; }

    /// <summary>WebSocket only.</summary>
    public string? TemplateSelectionExpression { get; init; }
}

/// <summary>TLS towards a private backend.</summary>
public sealed record TlsConfig
{
    /// <summary>Sent as SNI and checked against the certificate.</summary>
    public string? ServerNameToVerify { get; init; }
}

/// <summary>
/// WebSocket only: what an integration's answer becomes. Stored under
/// <c>{apiId}/{integrationId}/{integrationResponseId}</c>.
/// </summary>
public sealed record IntegrationResponseV2Document : IDocument<IntegrationResponseV2Document>
{
    public static string Kind => "apigatewayv2/integrationresponse";

    public static JsonTypeInfo<IntegrationResponseV2Document> TypeInfo =>
        ApiV2Json.Default.IntegrationResponseV2Document;

    public required string IntegrationId { get; init; }

    public required string IntegrationResponseId { get; init; }

    public required string IntegrationResponseKey { get; init; }

    public string? ContentHandlingStrategy { get; init; }

    public ImmutableSortedDictionary<string, string>? ResponseParameters { get; init; }

    public ImmutableSortedDictionary<string, string>? ResponseTemplates { get; init; }

    public string? TemplateSelectionExpression { get; init; }
}
