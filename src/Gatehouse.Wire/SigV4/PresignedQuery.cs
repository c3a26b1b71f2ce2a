using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Gatehouse.Wire.SigV4;

/// <summary>Reads a signature from query parameters, whose names are case-sensitive (security §1.2).</summary>
internal static class PresignedQuery
{
    private static readonly string[] Required =
    [
        SigV4Names.AlgorithmParameter, SigV4Names.CredentialParameter, SigV4Names.SignatureParameter,
        SigV4Names.SignedHeadersParameter, SigV4Names.DateParameter,
    ];

    public static bool IsPresent(string rawQuery) =>
        rawQuery.Contains(SigV4Names.SignatureParameter, StringComparison.Ordinal)
        && Parameters(rawQuery).ContainsKey(SigV4Names.SignatureParameter);

    public static bool TryRead(
        in SigningRequest request,
        [NotNullWhen(true)] out SignatureCarrier? carrier,
        [NotNullWhen(false)] out SigV4Fault? fault)
    {
        carrier = null;
        var parameters = Parameters(request.RawQuery);
        fault = CheckPresence(parameters)
            ?? SignatureCarrier.CheckAlgorithm(parameters[SigV4Names.AlgorithmParameter]!);
        if (fault is not null)
        {
            return false;
        }

        fault = SignatureCarrier.CheckCredential(parameters[SigV4Names.CredentialParameter]!, out var credential)
            ?? SignatureCarrier.CheckSignedHeaders(parameters[SigV4Names.SignedHeadersParameter]!);
        if (fault is not null)
        {
            return false;
        }

        var date = parameters[SigV4Names.DateParameter]!;
        if (!AmzDate.TryParse(date, out var time))
        {
            fault = SignatureCarrier.BadDate(date);
            return false;
        }

        if (!TryReadLifetime(parameters.GetValueOrDefault(SigV4Names.ExpiresParameter), out var lifetime))
        {
            fault = SigV4Fault.Incomplete( // text (unconfirmed); Amazon S3's rule
                $"{SigV4Names.ExpiresParameter} must be a number of seconds "
                + $"from 1 to {SigV4Limits.MaxExpiresSeconds}.");
            return false;
        }

        carrier = new SignatureCarrier
        {
            IsPresigned = true,
            Credential = credential!,
            SignedHeaders = parameters[SigV4Names.SignedHeadersParameter]!,
            Signature = parameters[SigV4Names.SignatureParameter]!,
            Date = date,
            Time = time,
            Lifetime = lifetime,
            SessionToken = parameters.GetValueOrDefault(SigV4Names.TokenParameter),
            ContentHash = request.FindHeader(SigV4Names.ContentHashHeader)
                ?? parameters.GetValueOrDefault(SigV4Names.ContentHashParameter),
        };
        return true;
    }

    /// <summary>
    /// The <c>X-Amz-</c> parameters, decoded; one that comes twice has no value, so that nothing is guessed.
    /// </summary>
    private static Dictionary<string, string?> Parameters(string rawQuery)
    {
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var range in rawQuery.AsSpan().Split('&'))
        {
            var parameter = rawQuery[range];
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = Uri.UnescapeDataString(equals < 0 ? parameter : parameter[..equals]);
            if (name.StartsWith("X-Amz-", StringComparison.Ordinal))
            {
                var value = equals < 0 ? "" : Uri.UnescapeDataString(parameter[(equals + 1)..]);
                found[name] = found.ContainsKey(name) ? null : value;
            }
        }

        return found;
    }

    private static SigV4Fault? CheckPresence(Dictionary<string, string?> parameters)
    {
        var missing = new StringBuilder();
        foreach (var name in Required)
        {
            if (string.IsNullOrEmpty(parameters.GetValueOrDefault(name)))
            {
                missing.Append(CultureInfo.InvariantCulture, $"AWS query-string parameters must include '{name}'. ");
            }
        }

        // Text commonly observed (unconfirmed).
        return missing.Length == 0 ? null : SigV4Fault.Incomplete($"{missing}Re-examine the query-string parameters.");
    }

    private static bool TryReadLifetime(string? text, out TimeSpan? lifetime)
    {
        lifetime = null;
        if (text is null)
        {
            return true;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds is < 1 or > SigV4Limits.MaxExpiresSeconds)
        {
            return false;
        }

        lifetime = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
