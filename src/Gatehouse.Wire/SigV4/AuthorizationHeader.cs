using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Wire.SigV4;

/// <summary>
/// Reads <c>Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…</c> (security §1.2, §1.9).
/// </summary>
internal static class AuthorizationHeader
{
    public static bool TryRead(
        in SigningRequest request,
        [NotNullWhen(true)] out SignatureCarrier? carrier,
        [NotNullWhen(false)] out SigV4Fault? fault)
    {
        carrier = null;
        var header = request.FindHeader(SigV4Names.AuthorizationHeader)!.Trim();
        if (header.Length == 0)
        {
            fault = SigV4Fault.MissingToken;
            return false;
        }

        if (!TrySplit(header, out var parts, out fault))
        {
            return false;
        }

        var date = request.FindHeader(SigV4Names.DateHeader) ?? request.FindHeader("Date");
        fault = CheckPresence(header, parts, date) ?? SignatureCarrier.CheckAlgorithm(parts.Algorithm);
        if (fault is not null)
        {
            return false;
        }

        fault = SignatureCarrier.CheckCredential(parts.Credential!, out var credential)
            ?? SignatureCarrier.CheckSignedHeaders(parts.SignedHeaders!);
        if (fault is not null)
        {
            return false;
        }

        if (!AmzDate.TryParseDateHeader(date, out var time))
        {
            fault = SignatureCarrier.BadDate(date!);
            return false;
        }

        carrier = new SignatureCarrier
        {
            IsPresigned = false,
            Credential = credential!,
            SignedHeaders = parts.SignedHeaders!,
            Signature = parts.Signature!,
            Date = AmzDate.Format(time),
            Time = time,
            SessionToken = request.FindHeader(SigV4Names.TokenHeader),
            ContentHash = request.FindHeader(SigV4Names.ContentHashHeader),
        };
        return true;
    }

    /// <summary>Parameters are separated by commas with optional white space, in any order, and not quoted.</summary>
    private static bool TrySplit(string header, out Parts parts, [NotNullWhen(false)] out SigV4Fault? fault)
    {
        fault = null;
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        parts = new Parts(space < 0 ? "" : header[..space]);
        var list = header.AsSpan(space + 1);
        foreach (var range in list.Split(','))
        {
            var item = list[range].Trim();
            var equals = item.IndexOf('=');
            if (equals < 0)
            {
                // The header is not echoed: it may be another scheme's secret, such as a bearer token. What exactly is
                // hashed is not documented; the whole value is the likeliest (unconfirmed).
                fault = SigV4Fault.Incomplete(
                    "Invalid key=value pair (missing equal-sign) in Authorization header "
                    + $"(hashed with SHA-256 and encoded with Base64): '{Hash(header)}'.");
                return false;
            }

            if (!parts.TrySet(item[..equals].TrimEnd(), item[(equals + 1)..].TrimStart().ToString()))
            {
                fault = SigV4Fault.Incomplete(
                    "Authorization header has a parameter more than once. "
                    + $"(Hashed with SHA-256 and encoded with Base64) Authorization={Hash(header)}");
                return false;
            }
        }

        return true;
    }

    /// <summary>One sentence per missing part, in AWS's order.</summary>
    private static SigV4Fault? CheckPresence(string header, in Parts parts, string? date)
    {
        var missing = new StringBuilder();
        AppendMissing(missing, parts.Credential, "Credential");
        AppendMissing(missing, parts.Signature, "Signature");
        AppendMissing(missing, parts.SignedHeaders, "SignedHeaders");
        if (string.IsNullOrEmpty(date))
        {
            missing.Append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }

        return missing.Length == 0
            ? null
            : SigV4Fault.Incomplete(
                $"{missing}(Hashed with SHA-256 and encoded with Base64) Authorization={Hash(header)}");
    }

    private static void AppendMissing(StringBuilder missing, string? value, string name)
    {
        if (string.IsNullOrEmpty(value))
        {
            missing.Append("Authorization header requires '").Append(name).Append("' parameter. ");
        }
    }

    private static string Hash(string header) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(header)));

    private struct Parts(string algorithm)
    {
        public string Algorithm { get; } = algorithm;

        public string? Credential { get; private set; }

        public string? SignedHeaders { get; private set; }

        public string? Signature { get; private set; }

        /// <returns><see langword="false"/> when the parameter was there already. Unknown ones are ignored.</returns>
        public bool TrySet(ReadOnlySpan<char> name, string value)
        {
            switch (name)
            {
                case "Credential" when Credential is null:
                    Credential = value;
                    return true;
                case "SignedHeaders" when SignedHeaders is null:
                    SignedHeaders = value;
                    return true;
                case "Signature" when Signature is null:
                    Signature = value;
                    return true;
                default:
                    return name is not ("Credential" or "SignedHeaders" or "Signature");
            }
        }
    }
}
