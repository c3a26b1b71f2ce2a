using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Wire.SigV4;

/// <summary>What a request says about its signature, wherever it says it: in a header or in the query.</summary>
public sealed record SignatureCarrier
{
    /// <summary>The signature stands in the query.</summary>
    public required bool IsPresigned { get; init; }

    public required ScopedCredential Credential { get; init; }

    /// <summary>Names, separated by semicolons, as sent.</summary>
    public required string SignedHeaders { get; init; }

    /// <summary>As sent: not checked to be hexadecimal.</summary>
    public required string Signature { get; init; }

    /// <summary><c>yyyyMMddTHHmmssZ</c>: as sent, or made from a <c>Date</c> header in RFC 1123's form.</summary>
    public required string Date { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>How long a presigned request lives, when it says so.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>The session token of temporary credentials.</summary>
    public string? SessionToken { get; init; }

    /// <summary>What <c>X-Amz-Content-Sha256</c> says.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Reads the carrier, cheap checks only: nothing is hashed, no key looked up.</summary>
    /// <returns>
    /// <see langword="false"/> with a fault when the request is not signed, or not in a way that can be read.
    /// </returns>
    public static bool TryRead(
        in SigningRequest request,
        [NotNullWhen(true)] out SignatureCarrier? carrier,
        [NotNullWhen(false)] out SigV4Fault? fault)
    {
        carrier = null;
        var isPresigned = PresignedQuery.IsPresent(request.RawQuery);
        switch (request.CountHeader(SigV4Names.AuthorizationHeader))
        {
            case 0 when isPresigned:
                return PresignedQuery.TryRead(request, out carrier, out fault);
            case 0:
                fault = SigV4Fault.MissingToken;
                return false;
            case 1 when !isPresigned:
                return AuthorizationHeader.TryRead(request, out carrier, out fault);
            default:
                // Which of the two would count is a guess, and a guess is what an attacker needs (security §1.2).
                // AWS's sentence is Amazon S3's; for other services (unconfirmed).
                fault = SigV4Fault.Incomplete(
                    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the Authorization "
                    + "header should be specified, once.");
                return false;
        }
    }

    /// <summary>Checks that both carriers share, in the order of security §1.9.</summary>
    internal static SigV4Fault? CheckAlgorithm(string algorithm) => algorithm == SigV4Names.Algorithm
        ? null
        // SigV4a and older schemes are recognised as signatures that we cannot check (security §1.10; text
        // unconfirmed).
        : SigV4Fault.Incomplete(
            $"Unsupported AWS 'algorithm': '{algorithm}' (only '{SigV4Names.Algorithm}' supported).");

    internal static SigV4Fault? CheckCredential(string text, out ScopedCredential? credential) =>
        ScopedCredential.TryParse(text, out credential)
            ? null
            // Text commonly observed (unconfirmed).
            : SigV4Fault.Incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                + $"got '{text}'");

    internal static SigV4Fault BadDate(string text) =>
        // Text commonly observed (unconfirmed).
        SigV4Fault.Incomplete(
            $"Date must be in ISO-8601 'basic format'. Got '{text}'. See http://en.wikipedia.org/wiki/ISO_8601");

    internal static SigV4Fault? CheckSignedHeaders(string names) =>
        names.AsSpan().Count(';') < SigV4Limits.SignedHeaders
            ? null
            : SigV4Fault.Incomplete($"SignedHeaders names more than {SigV4Limits.SignedHeaders} headers.");
}
