using System.Globalization;
using System.Security.Cryptography;

namespace Gatehouse.Wire.SigV4;

/// <summary>Signs requests that Gatehouse sends itself.</summary>
/// <param name="credentials">Who signs.</param>
/// <param name="region">Of the scope.</param>
/// <param name="service">The service's signing name, such as <c>lambda</c>.</param>
/// <param name="keys">Derived keys, shared by signers.</param>
public sealed class SigV4Signer(SigningCredentials credentials, string region, string service, SigningKeyCache keys)
{
    /// <summary>Headers that intermediaries add or change, so no client signs them (security §1.4).</summary>
    private static readonly string[] Unsigned =
        ["authorization", "user-agent", "x-amzn-trace-id", "expect", "connection", "transfer-encoding"];

    /// <summary>
    /// Adds <c>X-Amz-Date</c>, the session token if there is one, and <c>Authorization</c>. Every other header,
    /// <c>Host</c> above all, must stand in the list already.
    /// </summary>
    public void SignHeaders(
        string method, string rawPath, string rawQuery, List<KeyValuePair<string, string>> headers,
        DateTimeOffset time, string payloadHash)
    {
        var date = AmzDate.Format(time);
        headers.Add(new(SigV4Names.DateHeader, date));
        if (credentials.SessionToken is { } token)
        {
            headers.Add(new(SigV4Names.TokenHeader, token));
        }

        var request = new SigningRequest(method, rawPath, rawQuery, headers);
        var signedHeaders = SignedHeadersOf(headers);
        var credential = CredentialOf(date);
        var signature = Sign(request, date, credential, signedHeaders, payloadHash, isPresigned: false);
        headers.Add(new(
            SigV4Names.AuthorizationHeader,
            $"{SigV4Names.Algorithm} Credential={credential}, SignedHeaders={signedHeaders}, Signature={signature}"));
    }

    /// <returns>
    /// The request's query with the signature's parameters added: anyone who has it may send the request.
    /// </returns>
    public string Presign(in SigningRequest request, DateTimeOffset time, TimeSpan lifetime, string payloadHash)
    {
        var date = AmzDate.Format(time);
        var credential = CredentialOf(date);
        var signedHeaders = SignedHeadersOf(request.Headers);
        var seconds = ((int)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var query = request.RawQuery
            + (request.RawQuery.Length > 0 ? "&" : "")
            + $"{SigV4Names.AlgorithmParameter}={SigV4Names.Algorithm}"
            + $"&{SigV4Names.CredentialParameter}={Uri.EscapeDataString(credential)}"
            + $"&{SigV4Names.DateParameter}={date}"
            + $"&{SigV4Names.ExpiresParameter}={seconds}"
            + $"&{SigV4Names.SignedHeadersParameter}={Uri.EscapeDataString(signedHeaders)}";
        if (credentials.SessionToken is { } token)
        {
            query += $"&{SigV4Names.TokenParameter}={Uri.EscapeDataString(token)}";
        }

        var signature = Sign(
            request with { RawQuery = query }, date, credential, signedHeaders, payloadHash, isPresigned: true);
        return $"{query}&{SigV4Names.SignatureParameter}={signature}";
    }

    public static string HashPayload(ReadOnlySpan<byte> payload) => payload.IsEmpty
        ? SigV4Names.EmptyPayloadHash
        : Convert.ToHexStringLower(SHA256.HashData(payload));

    private string CredentialOf(string date) =>
        $"{credentials.AccessKeyId}/{date.AsSpan(0, 8)}/{region}/{service}/{SigV4Names.Terminator}";

    private string Sign(
        in SigningRequest request, string date, string credential, string signedHeaders, string payloadHash,
        bool isPresigned)
    {
        var key = keys.Find(credential, credentials.SecretAccessKey);
        if (key is null)
        {
            key = new byte[SigningKey.Bytes];
            SigningKey.Derive(credentials.SecretAccessKey, date.AsSpan(0, 8), region, service, key);
            keys.Add(credential, credentials.SecretAccessKey, key);
        }

        var scope = credential.AsSpan(credentials.AccessKeyId.Length + 1);
        var input = new SignatureInput(
            request, PathForms.ForSigning(service), date, scope, signedHeaders, payloadHash, isPresigned);
        Span<byte> signature = stackalloc byte[SignatureInput.SignatureBytes];
        input.Sign(key, signature);
        return Convert.ToHexStringLower(signature);
    }

    private static string SignedHeadersOf(IReadOnlyList<KeyValuePair<string, string>> headers) => string.Join(
        ';',
        headers.Select(static header => header.Key.ToLowerInvariant())
            .Where(static name => !Unsigned.Contains(name, StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal));
}
