namespace Gatehouse.Model.RestApis;

/// <summary>Bounds of REST APIs. Source: the developer guide, "Quotas for configuring and running a REST API".</summary>
public static class RestApiLimits
{
    /// <value>Ten lower-case letters and digits.</value>
    public const int ApiIdLength = 10;

    /// <value>Six lower-case letters and digits: resources (but the root), deployments, models, validators, authorizers.</value>
    public const int PartIdLength = 6;

    public const int ResourcesPerApi = 300;

    public const int StagesPerApi = 10;

    public const int ImportFileBytes = 6 * 1024 * 1024;

    /// <value>Characters.</value>
    public const int PolicyLength = 8_192;

    public const int MinTimeoutInMillis = 50;

    public const int MaxTimeoutInMillis = 29_000;

    /// <summary>With <c>responseTransferMode: STREAM</c>, and for REGIONAL and PRIVATE APIs whose quota was raised.</summary>
    public const int MaxStreamTimeoutInMillis = 900_000;

    /// <summary>With STREAM, when none is given: five minutes (rest-execution §5.14).</summary>
    public const int DefaultStreamTimeoutInMillis = 300_000;

    /// <value>Bytes of a buffered request or response body.</value>
    public const int PayloadBytes = 10 * 1024 * 1024;
}
