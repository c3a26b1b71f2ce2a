using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gatehouse.Execution.Exchange;

/// <summary>
/// The certificate that a client showed, as contexts and events name it (security §9.1). Worked out once for a connection.
/// </summary>
internal sealed class ClientCertificate
{
    public ClientCertificate(X509Certificate2 certificate)
    {
        Pem = certificate.ExportCertificatePem();
        SubjectName = NameOf(certificate.SubjectName);
        IssuerName = NameOf(certificate.IssuerName);
        // Without the zero that only keeps a number positive, as OpenSSL prints it.
        var serial = certificate.SerialNumberBytes.Span.TrimStart((byte)0);
        SerialNumber = string.Join(
            ':', Convert.ToHexStringLower(serial).Chunk(2).Select(static pair => new string(pair)));
        NotBefore = TimeOf(certificate.NotBefore);
        NotAfter = TimeOf(certificate.NotAfter);
    }

    /// <summary>With line breaks, as it would stand in a file.</summary>
    public string Pem { get; }

    public string SubjectName { get; }

    public string IssuerName { get; }

    /// <value><c>a1:a1:…</c></value>
    public string SerialNumber { get; }

    /// <value><c>Aug  5 09:36:04 2021 GMT</c></value>
    public string NotBefore { get; }

    public string NotAfter { get; }

    /// <summary>RFC 2253: the most specific part first, commas between (the order is unconfirmed, security §9.1).</summary>
    private static string NameOf(X500DistinguishedName name)
    {
        var text = new StringBuilder();
        foreach (var part in name.EnumerateRelativeDistinguishedNames(reversed: true))
        {
            if (text.Length > 0)
            {
                text.Append(',');
            }

            if (part.HasMultipleElements)
            {
                // Rare, and RFC 2253 has a form for it that few readers know: the bytes, which mean one thing only.
                text.Append('#').Append(Convert.ToHexStringLower(part.RawData.Span));
                continue;
            }

            var type = part.GetSingleElementType();
            text.Append(ShortName(type.Value)).Append('=');
            try
            {
                Escape(text, part.GetSingleElementValue() ?? string.Empty);
            }
            catch (Exception exception) when (exception is System.Security.Cryptography.CryptographicException or AsnContentException)
            {
                text.Append('#').Append(Convert.ToHexStringLower(part.RawData.Span));
            }
        }

        return text.ToString();
    }

    private static string? ShortName(string? oid) => oid switch
    {
        "2.5.4.3" => "CN",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.5" => "serialNumber",
        "1.2.840.113549.1.9.1" => "emailAddress",
        "0.9.2342.19200300.100.1.25" => "DC",
        "0.9.2342.19200300.100.1.1" => "UID",
        _ => oid,
    };

    private static void Escape(StringBuilder text, string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            var isEdge = (i == 0 && c is ' ' or '#') || (i == value.Length - 1 && c == ' ');
            if (isEdge || c is ',' or '+' or '"' or '\\' or '<' or '>' or ';')
            {
                text.Append('\\');
            }

            text.Append(char.IsControl(c) ? '?' : c);
        }
    }

    private static string TimeOf(DateTime time)
    {
        var utc = time.ToUniversalTime();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{utc.ToString("MMM", CultureInfo.InvariantCulture)} {utc.Day,2} {utc.ToString("HH:mm:ss yyyy", CultureInfo.InvariantCulture)} GMT");
    }
}
