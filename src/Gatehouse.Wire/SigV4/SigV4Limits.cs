namespace Gatehouse.Wire.SigV4;

/// <summary>Bounds of signing and verifying.</summary>
public static class SigV4Limits
{
    /// <summary>
    /// Names in <c>SignedHeaders</c>. Kestrel admits 100 header lines by default; nobody signs more than there are.
    /// </summary>
    public const int SignedHeaders = 100;

    /// <summary>
    /// Characters of <c>keyid/date/region/service/term</c>: IAM's key ids have at most 128, the rest far less.
    /// </summary>
    public const int CredentialChars = 512;

    /// <summary>Signing keys kept at once, a few hundred bytes each.</summary>
    public const int CachedKeys = 1_024;

    /// <value>Seconds that a presigned request may live at most: seven days (security §1.2).</value>
    public const int MaxExpiresSeconds = 604_800;
}
