namespace Gatehouse.Model.ApisV2;

/// <summary>Bounds of HTTP and WebSocket APIs. Source: http-api §1.4, §3 and §6.7.</summary>
public static class ApiV2Limits
{
    /// <value>Lower-case letters and digits; shares the namespace of REST ids.</value>
    public const int ApiIdLength = 10;

    /// <value>Routes and integrations.</value>
    public const int RouteIdLength = 7;

    /// <value>Authorizers, deployments, models, responses, mappings, VPC links, routing rules.</value>
    public const int PartIdLength = 6;

    public const int RoutesPerApi = 300;

    public const int IntegrationsPerApi = 300;

    public const int StagesPerApi = 10;

    public const int AuthorizersPerApi = 10;

    public const int AudiencesPerAuthorizer = 50;

    public const int ScopesPerRoute = 10;

    public const int MinTimeoutInMillis = 50;

    /// <summary>Of an HTTP API, and its default.</summary>
    public const int MaxTimeoutInMillis = 30_000;

    /// <summary>Of a WebSocket API, and its default.</summary>
    public const int MaxWebSocketTimeoutInMillis = 29_000;

    public const int MaxAuthorizerTtlInSeconds = 3_600;

    public const int DefaultAuthorizerTtlInSeconds = 300;

    public const int ImportFileBytes = 6 * 1024 * 1024;

    /// <value>Bytes of a request or response body.</value>
    public const int PayloadBytes = 10 * 1024 * 1024;

    /// <value>Bytes of the request line and the header values.</value>
    public const int HeadBytes = 10_240;

    /// <value>Bytes of a body in which a mapping's JSON path is looked for.</value>
    public const int JsonPathWindowBytes = 100 * 1024;
}
