namespace Gatehouse.Model.Certificates;

/// <summary>Bounds of certificates (deployment-and-tools §2.3; ACM developer guide, quotas).</summary>
public static class CertificateLimits
{
    /// <value>Certificates of an account and region: ACM's default quota.</value>
    public const int PerRegion = 2_500;

    /// <value>Bytes of an imported certificate.</value>
    public const int CertificateBytes = 32_768;

    /// <value>Bytes of an imported private key.</value>
    public const int KeyBytes = 5_120;

    /// <value>Bytes of an imported chain.</value>
    public const int ChainBytes = 2_097_152;

    /// <value>Certificates that an imported chain may hold; ours: no real chain comes near it.</value>
    public const int ChainLength = 16;

    /// <value>Names of a certificate, its first included: ACM's default quota.</value>
    public const int Names = 10;

    /// <value>Characters of a name.</value>
    public const int NameLength = 253;

    /// <value>Tags of a certificate.</value>
    public const int Tags = 50;

    /// <value>Bytes of the passphrase of an export.</value>
    public const int PassphraseBytes = 128;

    /// <value>Iterations that turn a passphrase into a key (OWASP's figure for PBKDF2 with SHA-256).</value>
    public const int PassphraseIterations = 600_000;

    /// <value>Bytes of a truststore (security §9.1, unconfirmed).</value>
    public const int TruststoreBytes = 1_048_576;

    /// <value>Certificates of a truststore (security §9.1, unconfirmed).</value>
    public const int TruststoreCertificates = 1_000;

    /// <value>Authorities above a client's certificate (security §9.1).</value>
    public const int AuthoritiesInChain = 4;

    /// <value>Bits of an RSA key of mutual TLS.</value>
    public const int RsaBits = 2_048;

    /// <value>Bits of an elliptic curve of mutual TLS.</value>
    public const int CurveBits = 256;

    /// <value>ACM's: 13 months. Browsers accept 398 days at most.</value>
    public static readonly TimeSpan Validity = TimeSpan.FromDays(395);

    /// <value>ACM renews so long before the end.</value>
    public static readonly TimeSpan RenewalLead = TimeSpan.FromDays(60);

    /// <value>Ours: a root is changed by hand, with notice.</value>
    public static readonly TimeSpan AuthorityValidity = TimeSpan.FromDays(3_650);

    /// <value>A token makes a repeated request the same one for so long.</value>
    public static readonly TimeSpan TokenLife = TimeSpan.FromHours(1);

    /// <value>Clocks of clients may be behind by so much.</value>
    public static readonly TimeSpan Backdating = TimeSpan.FromHours(1);
}
