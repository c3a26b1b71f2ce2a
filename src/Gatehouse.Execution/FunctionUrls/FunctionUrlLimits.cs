namespace Gatehouse.Execution.FunctionUrls;

/// <summary>Bounds of calls of function URLs.</summary>
internal static class FunctionUrlLimits
{
    /// <value>Bytes of a request's body: 6 MB. Source: the Lambda developer guide, "Lambda quotas".</value>
    public const int BodyBytes = 6 * 1024 * 1024;

    /// <value>Characters of the first label of the host. Source: deployment-and-tools §6.5.</value>
    public const int IdLength = 32;

    /// <value>Characters of path and query. Ours: as for the URLs of REST APIs.</value>
    public const int TargetLength = 10_240;

    /// <value>Bytes of a body that are read ahead of knowing its length. Ours.</value>
    public const int FirstBodyBytes = 4_096;
}
