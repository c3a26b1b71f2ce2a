using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Model.Certificates;

/// <summary>The DNS names that a certificate stands for (RFC 6125 §6.4: a star is a whole first label).</summary>
public static class CertificateNames
{
    /// <returns>The subject alternative names in lower case; without any, the subject's common name.</returns>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(static extension => extension.EnumerateDnsNames())
            .Select(static name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0 && certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } common)
        {
            names.Add(common.ToLowerInvariant());
        }

        return names;
    }

    /// <param name="certificateName">A name of a certificate.</param>
    /// <param name="domain">A custom domain, which may itself begin with a star.</param>
    public static bool Covers(string certificateName, string domain)
    {
        ArgumentNullException.ThrowIfNull(certificateName);
        ArgumentNullException.ThrowIfNull(domain);
        if (certificateName.Equals(domain, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var dot = domain.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && certificateName.StartsWith("*.", StringComparison.Ordinal)
            && certificateName.AsSpan(1).Equals(domain.AsSpan(dot), StringComparison.OrdinalIgnoreCase);
    }
}
