namespace Gatehouse.Services.ApiGateway;

/// <summary>Bounds of the <c>apigateway</c> operations. Source: rest-control-plane §1.6, §1.13, §2 and §9.</summary>
internal static class ApiGatewayLimits
{
    public const int DefaultPageSize = 25;

    public const int MaxPageSize = 500;

    public const int TagsPerResource = 50;

    public const int TagKeyLength = 128;

    public const int TagValueLength = 256;

    public const int MaxCompressionSize = 10_485_760;

    public const int VariablesPerStage = 100;

    public const int VariableNameLength = 64;

    public const int VariableValueLength = 512;

    public const int StageNameLength = 128;

    /// <value>
    /// Characters of a text that has no bound of its own. Ours: a little more than the longest that AWS documents, the
    /// 125,000 of an API key's description.
    /// </value>
    public const int TextLength = 128 * 1024;

    /// <value>Characters of a model's schema: 400 KB.</value>
    public const int SchemaLength = 400 * 1024;

    /// <value>Characters of one mapping template: 300 KB.</value>
    public const int TemplateLength = 300 * 1024;

    /// <value>Days from the making of a client certificate to its end (§2.15).</value>
    public const int ClientCertificateDays = 365;

    /// <value>Characters of a documentation part's properties. Ours: AWS states none, and every text has a bound.</value>
    public const int DocumentationPropertiesLength = 256 * 1024;

    /// <value>Characters of a documentation version's name (unconfirmed).</value>
    public const int DocumentationVersionLength = 64;

    public const int MaxTtlInSeconds = 3_600;

    /// <summary>APIs whose edits can run at the same time. Ours; a few times the cores of a node.</summary>
    public const int EditLanes = 64;

    /// <value>
    /// Resources that the trees of recently edited APIs may hold together: some tens of MiB when their methods are large.
    /// Ours; five of the largest APIs that issue 5's speeds speak of.
    /// </value>
    public const int KeptResources = 50_000;

    /// <value>Writes of a commit that a kept tree follows one by one. Ours; above it reading anew is cheaper.</value>
    public const int FollowedWrites = 1_000;

    /// <summary>Operations of one PATCH. Ours: AWS states none, and every list has a bound.</summary>
    public const int PatchOperations = 1_000;

    /// <value>Bytes of an access log's format. Source: rest-execution §6.4, 3 KB.</value>
    public const int MaxAccessLogFormatBytes = 3 * 1_024;
}
