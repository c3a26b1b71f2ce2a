using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Server.Composition;

namespace Gatehouse.Server.Listeners;

/// <summary>The certificate of the TLS listener: the operator's, or a self-signed one kept in the data directory.</summary>
internal static class TlsCertificate
{
    private const string SelfSignedName = "localhost.pem";
    private static readonly TimeSpan SelfSignedLifetime = TimeSpan.FromDays(365);

    /// <exception cref="OperatorException">A file is missing or is no certificate with its key.</exception>
    public static X509Certificate2? Load(ServerOptions options, TimeProvider time)
    {
        if (options.TlsPort is null && !options.VpcEndpoints.Any(static one => one.IsTls))
        {
            return null;
        }

        if (options.TlsCertificateFile is { } file)
        {
            try
            {
                return X509Certificate2.CreateFromPemFile(file, options.TlsKeyFile);
            }
            catch (Exception exception) when (exception is IOException or CryptographicException or UnauthorizedAccessException)
            {
                throw new OperatorException(
                    $"The TLS certificate {file} with key {options.TlsKeyFile ?? file} cannot be used: {exception.Message} "
                    + "Give PEM files by --tls-certificate and --tls-key.");
            }
        }

        return LoadOrMakeSelfSigned(Path.Combine(options.DataDirectory, "tls", SelfSignedName), time);
    }

    /// <summary>What stands in the operator's file beside the certificate: clients need it to find the root.</summary>
    public static X509Certificate2Collection LoadChain(ServerOptions options)
    {
        var chain = new X509Certificate2Collection();
        if (options.TlsCertificateFile is { } file)
        {
            chain.ImportFromPemFile(file);
        }

        return chain;
    }

    private static X509Certificate2 LoadOrMakeSelfSigned(string path, TimeProvider time)
    {
        var now = time.GetUtcNow();
        if (File.Exists(path))
        {
            var kept = X509Certificate2.CreateFromPemFile(path);
            if (kept.NotAfter.ToUniversalTime() > now.UtcDateTime.AddDays(7))
            {
                return kept;
            }

            kept.Dispose();
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost, O=Gatehouse self-signed", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("*.execute-api.localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(now.AddHours(-1), now + SelfSignedLifetime);

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var pem = made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
        var file = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // it holds the private key
        }

        using (var writer = new StreamWriter(path, file))
        {
            writer.Write(pem);
        }

        return X509Certificate2.CreateFromPemFile(path);
    }
}
