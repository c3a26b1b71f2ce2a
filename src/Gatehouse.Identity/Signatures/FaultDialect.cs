namespace Gatehouse.Identity.Signatures;

/// <summary>How a family of services spells authentication errors (security §1.9).</summary>
public enum FaultDialect
{
    /// <summary>rest-json services and execute-api: 403.</summary>
    RestJson = 0,

    /// <summary>JSON 1.0 and 1.1 services: the same names with 400.</summary>
    AwsJson = 1,

    /// <summary>iam, sts, cloudformation: names without "Exception", 403.</summary>
    Query = 2,
}
