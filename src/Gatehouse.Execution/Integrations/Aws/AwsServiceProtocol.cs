namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>How a service wants an <c>action/</c> (sheet §5.2).</summary>
internal enum AwsServiceProtocol
{
    /// <summary>Addressed by path and verb; it has no actions.</summary>
    Rest = 0,

    /// <summary>
    /// <c>Action=Name</c> in the query, unless the author maps an <c>X-Amz-Target</c>: then the service speaks JSON.
    /// </summary>
    Query = 1,

    /// <summary><c>X-Amz-Target: Prefix.Name</c>, which the gateway adds.</summary>
    JsonTarget = 2,
}
