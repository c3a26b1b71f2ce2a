namespace Gatehouse.Identity.Signatures;

/// <summary>Bounds of verification. Source: security §1.7.</summary>
public static class SignatureLimits
{
    /// <summary>How far a client's clock may be off for JSON services and execute-api.</summary>
    public static readonly TimeSpan JsonSkew = TimeSpan.FromMinutes(5);

    /// <summary>The same for query services and Amazon S3.</summary>
    public static readonly TimeSpan QuerySkew = TimeSpan.FromMinutes(15);
}
