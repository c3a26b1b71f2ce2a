using System.Security.Cryptography;

namespace Gatehouse.Wire.SigV4;

/// <summary>
/// All that a signature covers, in one place for both directions: what we verify for others is what we sign ourselves.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="form">How the path is written.</param>
/// <param name="date"><c>yyyyMMddTHHmmssZ</c>.</param>
/// <param name="scope"><c>date/region/service/aws4_request</c>.</param>
/// <param name="signedHeaders">Names, separated by semicolons.</param>
/// <param name="payloadHash">64 lower-case hexadecimal digits, or a word such as <c>UNSIGNED-PAYLOAD</c>.</param>
/// <param name="isPresigned">The signature stands in the query.</param>
public readonly ref struct SignatureInput(
    SigningRequest request, PathForm form, ReadOnlySpan<char> date, ReadOnlySpan<char> scope,
    ReadOnlySpan<char> signedHeaders, ReadOnlySpan<char> payloadHash, bool isPresigned)
{
    public const int SignatureBytes = HMACSHA256.HashSizeInBytes;

    private readonly SigningRequest _request = request;
    private readonly PathForm _form = form;
    private readonly ReadOnlySpan<char> _date = date;
    private readonly ReadOnlySpan<char> _scope = scope;
    private readonly ReadOnlySpan<char> _signedHeaders = signedHeaders;
    private readonly ReadOnlySpan<char> _payloadHash = payloadHash;
    private readonly bool _isPresigned = isPresigned;

    /// <summary>Writes the 32 bytes of the signature.</summary>
    public void Sign(ReadOnlySpan<byte> signingKey, Span<byte> signature)
    {
        var text = new PooledUtf8(1_024);
        try
        {
            WriteStringToSign(ref text);
            HMACSHA256.HashData(signingKey, text.Written, signature);
        }
        finally
        {
            text.Dispose();
        }
    }

    /// <summary>For the error that tells a client what it should have signed.</summary>
    public string CanonicalRequest()
    {
        var text = new PooledUtf8(1_024);
        try
        {
            WriteCanonicalRequest(ref text);
            return text.ToString();
        }
        finally
        {
            text.Dispose();
        }
    }

    /// <summary>For the error that tells a client what it should have signed.</summary>
    public string StringToSign()
    {
        var text = new PooledUtf8(1_024);
        try
        {
            WriteStringToSign(ref text);
            return text.ToString();
        }
        finally
        {
            text.Dispose();
        }
    }

    private void WriteCanonicalRequest(ref PooledUtf8 text)
    {
        text.Append(_request.Method);
        text.Append((byte)'\n');
        CanonicalPath.Write(ref text, _request.RawPath, _form);
        text.Append((byte)'\n');
        CanonicalQuery.Write(ref text, _request.RawQuery, _isPresigned);
        text.Append((byte)'\n');
        CanonicalHeaders.Write(ref text, _request.Headers, _signedHeaders);
        text.Append((byte)'\n');
        text.Append(_signedHeaders);
        text.Append((byte)'\n');
        text.Append(_payloadHash);
    }

    private void WriteStringToSign(ref PooledUtf8 text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        WriteCanonicalRequest(ref text);
        SHA256.HashData(text.Written, hash);
        text.Truncate(0);

        text.Append(SigV4Names.Algorithm);
        text.Append((byte)'\n');
        text.Append(_date);
        text.Append((byte)'\n');
        text.Append(_scope);
        text.Append((byte)'\n');
        Span<char> hex = stackalloc char[2 * SHA256.HashSizeInBytes];
        Convert.TryToHexStringLower(hash, hex, out _);
        text.Append(hex);
    }
}
