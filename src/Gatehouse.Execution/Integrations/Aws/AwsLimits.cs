namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>Bounds of the AWS integrations.</summary>
internal static class AwsLimits
{
    /// <summary>
    /// Roles whose credentials are kept; a full table is emptied. Ours: an API has at most 300 resources of 8 methods.
    /// </summary>
    public const int Roles = 2_048;

    /// <value>Bytes of an STS answer: credentials take about two kilobytes. Ours.</value>
    public const int StsAnswerBytes = 64 * 1024;

    /// <summary>Depth of an XML answer that is turned into JSON. Ours; the Query services nest a handful.</summary>
    public const int XmlDepth = 64;

    /// <value>Characters of a service's name with its subdomain: a DNS name (RFC 1035 §2.3.4).</value>
    public const int HostNameLength = 253;

    /// <summary>Longest wait for STS; a method's own timeout wins when shorter. Ours.</summary>
    public static readonly TimeSpan StsTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Before a role's credentials expire they are renewed, while calls go on with the old. As the SDKs do.</summary>
    public static readonly TimeSpan RenewalLead = TimeSpan.FromMinutes(5);

    /// <summary>With less than this left, credentials are not used any more: a call takes up to 29 s.</summary>
    public static readonly TimeSpan ExpiryMargin = TimeSpan.FromMinutes(1);
}
