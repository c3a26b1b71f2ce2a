using Gatehouse.Wire.Protocols;

namespace Gatehouse.Services.Skeleton;

/// <summary>What a signed request says about itself: key, date, region, service. Nothing here is verified.</summary>
internal readonly record struct CredentialScope(
    string AccessKeyId, string Date, string Region, string Service, string Terminator)
{
    private const int Parts = 5;

    /// <summary>The scope of the Authorization header, else of the presigned query.</summary>
    public static CredentialScope? Find(ControlRequest request)
    {
        var credential = request.FindHeader("Authorization") is { } header
            ? AuthorizationHeader.Parse(header)?.Credential
            : FindInQuery(request.RawQuery);
        return credential is not null && TryParse(credential, out var scope) ? scope : null;
    }

    public static string? FindInQuery(string rawQuery) => rawQuery.Contains("X-Amz-Credential", StringComparison.Ordinal)
        ? QueryString.Parse(rawQuery).FirstOrDefault(pair => pair.Key == "X-Amz-Credential").Value
        : null;

    public static bool TryParse(string credential, out CredentialScope scope)
    {
        // The key may itself hold slashes, so the parts count from the end.
        var parts = credential.Split('/');
        if (parts.Length < Parts || parts.Any(part => part.Length == 0))
        {
            scope = default;
            return false;
        }

        scope = new CredentialScope(
            string.Join('/', parts[..^(Parts - 1)]), parts[^4], parts[^3], parts[^2], parts[^1]);
        return true;
    }
}

/// <summary>The parameters of a SigV4 Authorization header; absent ones are <see langword="null"/>.</summary>
internal sealed record AuthorizationHeader(string? Credential, string? SignedHeaders, string? Signature)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <returns><see langword="null"/> when the header is of another scheme or not made of key=value pairs.</returns>
    public static AuthorizationHeader? Parse(string header)
    {
        if (!header.StartsWith(Algorithm, StringComparison.Ordinal))
        {
            return null;
        }

        string? credential = null, signedHeaders = null, signature = null;
        var options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var pair in header[Algorithm.Length..].Split(',', options))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                return null;
            }

            var value = pair[(equals + 1)..];
            switch (pair[..equals])
            {
                case "Credential":
                    credential = value;
                    break;
                case "SignedHeaders":
                    signedHeaders = value;
                    break;
                case "Signature":
                    signature = value;
                    break;
            }
        }

        return new AuthorizationHeader(credential, signedHeaders, signature);
    }
}
