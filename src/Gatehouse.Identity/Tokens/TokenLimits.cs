namespace Gatehouse.Identity.Tokens;

/// <summary>Bounds of tokens and key sets, each with its source.</summary>
public static class TokenLimits
{
    /// <value>Characters of a token. Ours: more than the 10,240 bytes that all headers of a request may have.</value>
    public const int TokenChars = 16 * 1024;

    /// <value>Bytes of a token's header. Ours: an <c>x5c</c> chain, which is ignored, fits.</value>
    public const int HeaderBytes = 8 * 1024;

    /// <value>Levels of a token's JSON. Ours: claims of real issuers have three.</value>
    public const int Depth = 16;

    /// <value>Members of a token's payload. Ours.</value>
    public const int Claims = 256;

    /// <value>Characters of a <c>kid</c>. Ours: Cognito's have 44, Azure's 43, a certificate's thumbprint 64.</value>
    public const int KeyIdChars = 512;

    /// <value>Bytes of a key set (http-api §13.2).</value>
    public const int KeySetBytes = 150_000;

    /// <value>Keys taken of one set. Ours: large issuers publish a dozen.</value>
    public const int Keys = 256;

    /// <value>Bits of a modulus (security §11.11).</value>
    public const int MinRsaBits = 2_048;

    /// <value>Bits of a modulus. Ours: what is longer makes a verification cost milliseconds.</value>
    public const int MaxRsaBits = 8_192;

    /// <value>Bytes of an RSA exponent. Ours: 65,537 has three, and a long one is only work.</value>
    public const int RsaExponentBytes = 4;

    /// <value>
    /// The last second of the year 9999: what lies beyond is no date, and no issuer means it (security §11.11, "huge
    /// times").
    /// </value>
    public const double LastSecond = 253_402_300_799;
}
