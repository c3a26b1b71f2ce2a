namespace Gatehouse.Wire.SigV4;

/// <summary>Signature Version 4's words (security §1.2, §1.5).</summary>
public static class SigV4Names
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string Terminator = "aws4_request";

    public const string AuthorizationHeader = "Authorization";
    public const string DateHeader = "X-Amz-Date";
    public const string TokenHeader = "X-Amz-Security-Token";
    public const string ContentHashHeader = "X-Amz-Content-Sha256";

    public const string AlgorithmParameter = "X-Amz-Algorithm";
    public const string CredentialParameter = "X-Amz-Credential";
    public const string DateParameter = "X-Amz-Date";
    public const string ExpiresParameter = "X-Amz-Expires";
    public const string SignedHeadersParameter = "X-Amz-SignedHeaders";
    public const string TokenParameter = "X-Amz-Security-Token";
    public const string SignatureParameter = "X-Amz-Signature";
    public const string ContentHashParameter = "X-Amz-Content-Sha256";

    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>SHA-256 of nothing.</summary>
    public const string EmptyPayloadHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
}
