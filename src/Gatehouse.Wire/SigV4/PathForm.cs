namespace Gatehouse.Wire.SigV4;

/// <summary>How a path enters the canonical request (security §1.3).</summary>
public enum PathForm
{
    /// <summary>Every byte of the wire path is encoded again, so that <c>%20</c> becomes <c>%2520</c>.</summary>
    EncodedTwice = 0,

    /// <summary>As <see cref="EncodedTwice"/>, after dot segments and empty segments are resolved.</summary>
    NormalizedAndEncodedTwice = 1,

    /// <summary>Amazon S3's: encoded once, and every slash and dot is part of a key.</summary>
    EncodedOnce = 2,
}

/// <summary>Which services sign which form.</summary>
public static class PathForms
{
    /// <summary>Normalising changes nothing, so that a verifier need not try both forms.</summary>
    public static bool IsNormal(string rawPath) => CanonicalPath.IsNormal(rawPath);

    public static bool IsEncodedOnce(ReadOnlySpan<char> service) =>
        service is "s3" or "s3express" or "s3-outposts" or "s3-object-lambda";

    /// <summary>What our own signer uses, as botocore and the SDKs for Java, .NET and JavaScript do.</summary>
    public static PathForm ForSigning(ReadOnlySpan<char> service) =>
        IsEncodedOnce(service) ? PathForm.EncodedOnce : PathForm.NormalizedAndEncodedTwice;
}
