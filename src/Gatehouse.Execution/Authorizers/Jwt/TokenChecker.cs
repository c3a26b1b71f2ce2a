using System.Text;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Throttling;
using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>
/// Checks signature and issuer of the tokens of one issuer, and remembers those that it found true, by a keyed hash of
/// the whole token. A token met before costs the hash and a look-up.
/// </summary>
/// <param name="issuers">Texts that <c>iss</c> may be, exactly; they all mean this issuer.</param>
/// <param name="keys">Its keys.</param>
/// <param name="allowed">Algorithms; the token has no say in it.</param>
/// <param name="memory">Shared by all checkers.</param>
/// <param name="hasher">Of this process.</param>
internal sealed class TokenChecker(
    string[] issuers, IssuerState keys, TokenAlgorithms allowed, ExpiringCache<VerifiedToken> memory, KeyHasher hasher)
{
    private const int StackBytes = 2_048;

    // The same token under another issuer or other algorithms is another question.
    private readonly CallerKey _own = KeyOf(issuers, keys.Issuer, allowed, hasher);

    public ValueTask<TokenVerdict> CheckAsync(ReadOnlyMemory<char> text, CancellationToken cancellationToken)
    {
        if (text.Length > TokenLimits.TokenChars)
        {
            return Refuse(TokenFault.Malformed);
        }

        var key = KeyOf(text.Span);
        if (key is null)
        {
            return Refuse(TokenFault.Malformed); // no token has anything but ASCII
        }

        if (memory.Find(key.Value) is { } known && ReferenceEquals(known.Keys, keys.Current()))
        {
            return new ValueTask<TokenVerdict>(new TokenVerdict(known, TokenFault.None));
        }

        var token = JsonWebToken.TryParse(text.Span, out var fault);
        if (token is null)
        {
            return Refuse(fault);
        }

        // Before any key is looked for: a foreign token causes no fetch.
        var header = TokenVerifier.CheckHeader(token, allowed);
        if (header != TokenFault.None)
        {
            return new ValueTask<TokenVerdict>(
                new TokenVerdict(null, header, AlgorithmName: token.AlgorithmName));
        }

        if (!IsIssuer(token.Claims.Issuer))
        {
            return Refuse(TokenFault.Issuer);
        }

        var finding = keys.FindAsync(token.KeyId!, cancellationToken);
        return finding.IsCompletedSuccessfully
            ? new ValueTask<TokenVerdict>(Verify(token, Completed.Take(finding), key.Value))
            : AwaitAsync(token, finding, key.Value);
    }

    /// <summary>Whether a token of that issuer is this checker's business.</summary>
    public bool IsIssuer(string? issuer)
    {
        foreach (var own in issuers)
        {
            if (own.Equals(issuer, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static ValueTask<TokenVerdict> Refuse(TokenFault fault) => new(new TokenVerdict(null, fault));

    private static CallerKey KeyOf(string[] issuers, string issuer, TokenAlgorithms allowed, KeyHasher hasher)
    {
        using var writer = new CallerKeyWriter(stackalloc byte[StackBytes]);
        writer.Append((long)allowed);
        writer.Append(issuer);
        foreach (var text in issuers)
        {
            writer.Append(text);
        }

        return writer.Finish(hasher);
    }

    private CallerKey? KeyOf(ReadOnlySpan<char> text)
    {
        var writer = new CallerKeyWriter(stackalloc byte[StackBytes]);
        try
        {
            writer.Append(_own);
            Span<byte> piece = stackalloc byte[StackBytes];
            while (!text.IsEmpty)
            {
                var part = text[..Math.Min(text.Length, piece.Length)];
                if (Ascii.FromUtf16(part, piece, out var written) != System.Buffers.OperationStatus.Done)
                {
                    return null;
                }

                writer.AppendBytes(piece[..written]);
                text = text[part.Length..];
            }

            return writer.IsTooLong ? null : writer.Finish(hasher);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private async ValueTask<TokenVerdict> AwaitAsync(
        JsonWebToken token, ValueTask<KeyAnswer> finding, CallerKey key) => Verify(token, await finding, key);

    private TokenVerdict Verify(JsonWebToken token, in KeyAnswer answer, in CallerKey key)
    {
        if (answer.Keys is not { } set)
        {
            return new TokenVerdict(null, TokenFault.KeyUnknown, answer.Problem ?? KeyFetch.KeySetProblem);
        }

        var fault = TokenVerifier.CheckSignature(token, set, allowed);
        if (fault != TokenFault.None)
        {
            return new TokenVerdict(null, fault);
        }

        var verified = new VerifiedToken(token.Claims, set);
        memory.Put(key, verified, 4 * token.Claims.SizeInBytes, AuthorizerLimits.TokenLifetime);
        return new TokenVerdict(verified, TokenFault.None);
    }
}
