using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Execution.Throttling;
using Gatehouse.Identity.Tokens;
using Gatehouse.Model.UserPools;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>
/// The issuers that deployed APIs trust, and what is known of them. Filled when stages are published, never by a token;
/// outlives every re-publish, so that a deployment fetches no keys anew.
/// </summary>
internal sealed class IssuerDirectory(
    JsonFetcher fetcher, KeyHasher hasher, TimeProvider time, ILogger logger, IUserPoolKeySets? localPools = null)
{
    private const string Discovery = "openid-configuration";

    private readonly ConcurrentDictionary<string, IssuerState> _issuers = new(StringComparer.Ordinal);
    private readonly ExpiringCache<VerifiedToken> _memory = new(
        AuthorizerLimits.Tokens, AuthorizerLimits.TokenBytes, time);

    /// <summary>A checker of an issuer that says itself where its keys are.</summary>
    /// <returns><see langword="false"/> when the issuer is no address that can be asked.</returns>
    public bool TryOpen(string issuer, TokenAlgorithms allowed, [NotNullWhen(true)] out TokenChecker? checker)
    {
        checker = null;
        if (!IssuerUrl.TryParseWellKnown(issuer, Discovery, out var discovery))
        {
            return false;
        }

        var state = Open(
            "discovery " + issuer, issuer, () => new DiscoveredKeySource(fetcher, discovery), LocalPoolOf(issuer));
        checker = new TokenChecker([issuer], state, allowed, _memory, hasher);
        return true;
    }

    /// <summary>A checker of an issuer whose keys are at a known place.</summary>
    public bool TryOpen(
        string[] issuers, string keysOf, TokenAlgorithms allowed, [NotNullWhen(true)] out TokenChecker? checker,
        string? localPool = null)
    {
        checker = null;
        if (!IssuerUrl.TryParseWellKnown(keysOf, "jwks.json", out var url))
        {
            return false;
        }

        var state = Open("keys " + keysOf, keysOf, () => new KnownKeySource(fetcher, url), localPool);
        checker = new TokenChecker(issuers, state, allowed, _memory, hasher);
        return true;
    }

    /// <summary>A checker of an issuer whose key set has an address of its own.</summary>
    public bool TryOpenAt(string issuer, string keysUrl, TokenAlgorithms allowed, [NotNullWhen(true)] out TokenChecker? checker)
    {
        checker = null;
        if (!IssuerUrl.TryParse(keysUrl, out var url))
        {
            return false;
        }

        var state = Open($"keys {keysUrl} of {issuer}", issuer, () => new KnownKeySource(fetcher, url), null);
        checker = new TokenChecker([issuer], state, allowed, _memory, hasher);
        return true;
    }

    /// <summary>Whether the issuer's discovery document can be had now, and says where its keys are.</summary>
    public async ValueTask<bool> AnswersAsync(string issuer, CancellationToken cancellationToken)
    {
        if (localPools?.FindPool(issuer) is not null)
        {
            return true; // of this house: nobody has to be asked
        }

        if (!IssuerUrl.TryParseWellKnown(issuer, Discovery, out var discovery))
        {
            return false;
        }

        var (url, detail) = await new DiscoveredKeySource(fetcher, discovery).FindKeysAsync(cancellationToken);
        if (url is null)
        {
            logger.KeysNotFetched(issuer, detail ?? string.Empty);
        }

        return url is not null;
    }

    /// <summary>
    /// The pool that an issuer would mean if it were of this house; it may be made after the API that trusts it.
    /// </summary>
    private string? LocalPoolOf(string issuer)
    {
        var pool = issuer[(issuer.LastIndexOf('/') + 1)..];
        return localPools is not null && pool.Length > 0 && localPools.IssuerOf(pool) == issuer ? pool : null;
    }

    private IssuerState Open(string name, string issuer, Func<KeySource> source, string? localPool)
    {
        if (_issuers.Count >= AuthorizerLimits.Issuers && !_issuers.ContainsKey(name))
        {
            _issuers.Clear(); // plans keep those that they use; the next publication shares them again
        }

        return _issuers.GetOrAdd(
            name,
            _ => new IssuerState(
                issuer, source(), time, logger,
                localPools is not null && localPool is not null ? new LocalKeys(localPools, localPool) : null));
    }
}
