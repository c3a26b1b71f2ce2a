using System.Security.Cryptography.X509Certificates;
using Gatehouse.Model.Certificates;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.Exchange;

/// <summary>
/// What is known of a connection before its first request, kept among its features: the name that the client asked for, the
/// certificate that it showed, the endpoint that it came through. All requests of the connection share it.
/// </summary>
internal sealed class ReceivedConnection
{
    private volatile Verdict? _verdict;

    /// <summary>The name of the TLS handshake (SNI); empty without one.</summary>
    public string ServerName { get; set; } = string.Empty;

    /// <summary>What the client showed, unverified; <see langword="null"/> where none was asked for.</summary>
    public X509Certificate2? Shown { get; set; }

    /// <summary>The VPC endpoint; <see langword="null"/> on public listeners.</summary>
    public VpcEndpointPlan? Endpoint { get; set; }

    public static ReceivedConnection? Of(HttpContext http) => http.Features.Get<ReceivedConnection>();

    /// <summary>The client's certificate, verified against a truststore: once for each edition of it.</summary>
    /// <param name="truststore">What the domain believes now.</param>
    /// <param name="now">For validity.</param>
    /// <param name="refusal">Why it is refused.</param>
    public ClientCertificate? Verify(Truststore truststore, DateTimeOffset now, out string? refusal)
    {
        var verdict = _verdict;
        if (verdict?.Truststore != truststore)
        {
            verdict = Shown is null
                ? new Verdict(truststore, null, "no certificate was shown")
                : new Verdict(truststore, new ClientCertificate(Shown), truststore.Refuse(Shown, now));
            _verdict = verdict;
        }

        refusal = verdict.Refusal;
        return verdict.Certificate;
    }

    private sealed record Verdict(Truststore Truststore, ClientCertificate? Certificate, string? Refusal);
}
