using System.Text.Json;

namespace Gatehouse.Execution.Exchange;

/// <summary>Writes <c>clientCert</c> into events; nothing where the client showed none.</summary>
internal static class ClientCertificateWriter
{
    public static void Write(Utf8JsonWriter json, ClientCertificate? certificate)
    {
        if (certificate is null)
        {
            return;
        }

        json.WriteStartObject("clientCert"u8);
        json.WriteString("clientCertPem"u8, certificate.Pem);
        json.WriteString("subjectDN"u8, certificate.SubjectName);
        json.WriteString("issuerDN"u8, certificate.IssuerName);
        json.WriteString("serialNumber"u8, certificate.SerialNumber);
        json.WriteStartObject("validity"u8);
        json.WriteString("notBefore"u8, certificate.NotBefore);
        json.WriteString("notAfter"u8, certificate.NotAfter);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
