using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Model.Certificates;

/// <summary>Kinds of keys, as ACM names them.</summary>
public static class KeyAlgorithms
{
    public const string Rsa2048 = "RSA_2048";
    public const string P256 = "EC_prime256v1";
    public const string P384 = "EC_secp384r1";

    /// <returns><see langword="null"/> for a kind that ACM has no name for.</returns>
    public static string? Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
        {
            return rsa.KeySize is 1_024 or 2_048 or 3_072 or 4_096
                ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"RSA_{rsa.KeySize}")
                : null;
        }

        using var curve = certificate.GetECDsaPublicKey();
        return curve?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value switch
        {
            "1.2.840.10045.3.1.7" => P256,
            "1.3.132.0.34" => P384,
            "1.3.132.0.35" => "EC_secp521r1",
            _ => null,
        };
    }

    /// <summary>Makes a key of a kind that can be requested.</summary>
    /// <returns><see langword="null"/> for another kind.</returns>
    public static AsymmetricAlgorithm? Create(string name) => name switch
    {
        Rsa2048 => RSA.Create(2_048),
        P256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        P384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        _ => null,
    };
}
