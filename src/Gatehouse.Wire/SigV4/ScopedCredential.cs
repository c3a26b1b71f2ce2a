using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Wire.SigV4;

/// <summary><c>keyid/date/region/service/aws4_request</c>, taken apart.</summary>
/// <param name="Text">As sent.</param>
/// <param name="AccessKeyId">Anything without a slash.</param>
/// <param name="Date"><c>yyyyMMdd</c>, not checked.</param>
/// <param name="Region">Not checked.</param>
/// <param name="Service">Not checked.</param>
/// <param name="Terminator">Not checked.</param>
public sealed record ScopedCredential(
    string Text, string AccessKeyId, string Date, string Region, string Service, string Terminator)
{
    /// <summary><c>date/region/service/aws4_request</c>.</summary>
    public ReadOnlySpan<char> Scope => Text.AsSpan(AccessKeyId.Length + 1);

    /// <summary>Exactly five parts, none empty: an odd access key cannot shift the scope (security §1.2).</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ScopedCredential? credential)
    {
        credential = null;
        if (text.Length > SigV4Limits.CredentialChars)
        {
            return false;
        }

        Span<Range> parts = stackalloc Range[6];
        if (text.AsSpan().Split(parts, '/') != 5)
        {
            return false;
        }

        foreach (var part in parts[..5])
        {
            if (text.AsSpan(part).IsEmpty)
            {
                return false;
            }
        }

        credential = new ScopedCredential(
            text, text[parts[0]], text[parts[1]], text[parts[2]], text[parts[3]], text[parts[4]]);
        return true;
    }
}
