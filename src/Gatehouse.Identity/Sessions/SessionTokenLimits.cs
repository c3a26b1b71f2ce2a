namespace Gatehouse.Identity.Sessions;

/// <summary>Bounds of session tokens.</summary>
public static class SessionTokenLimits
{
    /// <value>Bytes of packed claims. The header block of execute-api has 10,240 in all, and clients are known to carry
    /// tokens of 4 KiB (security §1.8).</value>
    public const int PackedBytes = 3_000;

    /// <value>Characters of a token: the packed bytes with their seal, in base64.</value>
    public const int TokenChars = 4_200;

    /// <value>Tokens kept opened, some kilobytes each. Ours.</value>
    public const int OpenTokens = 4_096;
}
