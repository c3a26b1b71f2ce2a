using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Gatehouse.Model.Arns;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Identity.Signatures;

/// <summary>
/// Verifies Signature Version 4, header and query form (security §1). The order of checks is §1.9's: carrier,
/// algorithm, credential, scope, time, key, token, signature, state of the key. What costs little comes first.
/// </summary>
/// <param name="credentials">Who holds an access key.</param>
/// <param name="time">The server's clock.</param>
public sealed class SignatureVerifier(ICredentialSource credentials, TimeProvider time)
{
    private const string Mismatched =
        "The request signature we calculated does not match the signature you provided. "
        + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    /// <summary>Headers that must be signed when they are present (security §1.4).</summary>
    private static readonly string[] SignedWhenPresent =
        ["x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "x-amz-target"];

    private readonly SigningKeyCache _keys = new();

    /// <summary>
    /// Stands in for the secret of a key that nobody holds, so that both cases cost the same (security §1.6).
    /// </summary>
    private readonly string _nobodysSecret = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <returns>The caller, or a fault.</returns>
    public bool TryVerify(
        in SigningRequest request, SignedPayload payload, SignatureExpectation expectation,
        [NotNullWhen(true)] out AuthenticatedCaller? caller, [NotNullWhen(false)] out AuthenticationFault? fault)
    {
        ArgumentNullException.ThrowIfNull(expectation);
        caller = null;
        var now = time.GetUtcNow();
        if (SignatureCarrier.TryRead(request, out var carrier, out var refusal))
        {
            refusal = CheckScope(carrier.Credential, expectation)
                ?? CheckScopeDate(carrier)
                ?? SignatureClock.Check(carrier, expectation.Skew, now)
                ?? CheckSignedHeaders(request, carrier)
                ?? CheckKey(request, payload, carrier, expectation, now, out caller);
        }

        fault = refusal is null ? null : AuthenticationFault.Of(refusal, expectation.Dialect);
        return caller is not null && fault is null;
    }

    private static SigV4Fault? CheckScope(ScopedCredential credential, SignatureExpectation expectation)
    {
        if (credential.Terminator != SigV4Names.Terminator)
        {
            return SigV4Fault.Invalid(
                $"Credential should be scoped with a valid terminator: '{SigV4Names.Terminator}'.");
        }

        if (credential.Service != expectation.Service)
        {
            return SigV4Fault.Invalid($"Credential should be scoped to correct service: '{expectation.Service}'.");
        }

        var isServed = expectation.Regions.IsDefaultOrEmpty
            ? AwsRegion.IsWellFormed(credential.Region)
            : expectation.Regions.Contains(credential.Region, StringComparer.Ordinal);
        return isServed ? null : SigV4Fault.Invalid("Credential should be scoped to a valid region.");
    }

    private static SigV4Fault? CheckScopeDate(SignatureCarrier carrier) =>
        carrier.Date.AsSpan(0, 8).SequenceEqual(carrier.Credential.Date)
            ? null
            : SigV4Fault.Invalid(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + $"'{carrier.Credential.Date}' != '{carrier.Date.AsSpan(0, 8)}', from '{carrier.Date}'.");

    private static SigV4Fault? CheckSignedHeaders(in SigningRequest request, SignatureCarrier carrier)
    {
        if (!IsSigned(carrier.SignedHeaders, "host"))
        {
            return SigV4Fault.Invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }

        foreach (var name in SignedWhenPresent)
        {
            if (request.FindHeader(name) is not null && !IsSigned(carrier.SignedHeaders, name))
            {
                // What is not signed could have been added on the way. The text is made after host's (unconfirmed).
                return SigV4Fault.Invalid($"'{name}' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }

        return null;
    }

    private static bool IsSigned(ReadOnlySpan<char> signedHeaders, ReadOnlySpan<char> name)
    {
        foreach (var range in signedHeaders.Split(';'))
        {
            if (signedHeaders[range].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private SigV4Fault? CheckKey(
        in SigningRequest request, SignedPayload payload, SignatureCarrier carrier, SignatureExpectation expectation,
        DateTimeOffset now, out AuthenticatedCaller? caller)
    {
        caller = null;
        var credential = carrier.Credential;
        var holder = credentials.Find(credential.AccessKeyId, carrier.SessionToken);
        var isTokenRight = holder is not null && IsTokenRight(holder.SessionToken, carrier.SessionToken);
        var fault = CheckSignature(
            request, payload, carrier, expectation, isTokenRight ? holder!.SecretAccessKey : _nobodysSecret);
        if (!isTokenRight)
        {
            return SigV4Fault.UnrecognizedClient;
        }

        if (holder!.Expires <= now)
        {
            return SigV4Fault.ExpiredToken;
        }

        if (fault is not null || !holder.IsActive)
        {
            return fault ?? SigV4Fault.UnrecognizedClient;
        }

        caller = new AuthenticatedCaller(
            holder.AccessKeyId, holder.PrincipalArn, holder.UserId, holder.Account, credential.Region,
            credential.Service)
        {
            Holder = holder,
        };
        return null;
    }

    /// <summary>A long-term key comes without a token, a temporary one with its own (security §1.8).</summary>
    private static bool IsTokenRight(string? expected, string? sent) =>
        expected is null || sent is null
            ? expected is null && sent is null
            : CryptographicOperations.FixedTimeEquals(
                System.Text.Encoding.UTF8.GetBytes(expected), System.Text.Encoding.UTF8.GetBytes(sent));

    private SigV4Fault? CheckSignature(
        in SigningRequest request, SignedPayload payload, SignatureCarrier carrier, SignatureExpectation expectation,
        string secret)
    {
        var credential = carrier.Credential;
        Span<byte> bodyHash = stackalloc byte[SHA256.HashSizeInBytes];
        if (PayloadHashOf(carrier, payload, expectation, bodyHash) is not { } payloadHash)
        {
            return SigV4Fault.Invalid( // (unconfirmed); Amazon S3's streaming forms are not offered
                $"The value of '{SigV4Names.ContentHashHeader}' must be the SHA-256 of the body in hexadecimal.");
        }

        var key = _keys.Find(credential.Text, secret);
        var isNew = key is null;
        if (key is null)
        {
            key = new byte[SigningKey.Bytes];
            SigningKey.Derive(secret, credential.Date, credential.Region, credential.Service, key);
        }

        var isEncodedOnce = PathForms.IsEncodedOnce(credential.Service);
        var form = isEncodedOnce ? PathForm.EncodedOnce : PathForm.EncodedTwice;
        var isRight = IsRight(Input(form, request, carrier, payloadHash), key, carrier.Signature);
        if (!isRight && !isEncodedOnce && !PathForms.IsNormal(request.RawPath))
        {
            // Some SDKs resolve dots and double slashes before they sign, others do not (security §1.3).
            isRight = IsRight(
                Input(PathForm.NormalizedAndEncodedTwice, request, carrier, payloadHash), key, carrier.Signature);
        }

        if (!isRight || !IsBodyHash(carrier.ContentHash, payload, bodyHash))
        {
            return Mismatch(Input(form, request, carrier, payloadHash));
        }

        if (isNew)
        {
            _keys.Add(credential.Text, secret, key);
        }

        return null;
    }

    private static SignatureInput Input(
        PathForm form, in SigningRequest request, SignatureCarrier carrier, string payloadHash) => new(
            request, form, carrier.Date, carrier.Credential.Scope, carrier.SignedHeaders, payloadHash,
            carrier.IsPresigned);

    /// <returns>
    /// What stands for the payload in the canonical request; <see langword="null"/> for what is not accepted.
    /// </returns>
    private static string? PayloadHashOf(
        SignatureCarrier carrier, SignedPayload payload, SignatureExpectation expectation, Span<byte> bodyHash)
    {
        switch (carrier.ContentHash)
        {
            case null when carrier.IsPresigned && PathForms.IsEncodedOnce(expectation.Service):
                return SigV4Names.UnsignedPayload; // presigned Amazon S3 requests never cover the body
            case null:
                payload.Hash(bodyHash);
                return Convert.ToHexStringLower(bodyHash);
            case SigV4Names.UnsignedPayload:
                return expectation.AllowsUnsignedPayload ? SigV4Names.UnsignedPayload : null;
            case { Length: 2 * SHA256.HashSizeInBytes } hash when hash.All(char.IsAsciiHexDigit):
                return hash;
            default:
                return null;
        }
    }

    /// <summary>A hash that was sent is signed, but still has to be the body's.</summary>
    private static bool IsBodyHash(string? contentHash, SignedPayload payload, Span<byte> bodyHash)
    {
        if (contentHash is null or SigV4Names.UnsignedPayload)
        {
            return true;
        }

        payload.Hash(bodyHash);
        return string.Equals(contentHash, Convert.ToHexStringLower(bodyHash), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsRight(SignatureInput input, ReadOnlySpan<byte> key, string sent)
    {
        Span<byte> expected = stackalloc byte[SignatureInput.SignatureBytes];
        Span<byte> actual = stackalloc byte[SignatureInput.SignatureBytes];
        input.Sign(key, expected);
        return sent.Length == 2 * SignatureInput.SignatureBytes
            && Convert.FromHexString(sent, actual, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(expected, actual);
    }

    /// <summary>
    /// Tells the client what it should have signed, as AWS does. It repeats only what the client sent; it holds the
    /// session token when that was signed, so it goes to the caller and never into a log.
    /// </summary>
    private static SigV4Fault Mismatch(SignatureInput input) => SigV4Fault.Invalid(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {Mismatched}

        The Canonical String for this request should have been
        '{input.CanonicalRequest()}'

        The String-to-Sign should have been
        '{input.StringToSign()}'

        """));
}
