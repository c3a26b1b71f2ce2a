using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.Providers;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>
/// To another provider and back (security §6.5): state bound to this browser, nonce, PKCE; the provider's token is believed
/// only with its signature, issuer, audience and dates.
/// </summary>
internal sealed class ProviderRoundTrip(CognitoRoom room)
{
    private const string Purpose = "provider round trip";
    private const string Cookie = "idp-state";
    private const int Bytes = 32;

    public async ValueTask<HostedAnswer> BeginAsync(
        HostedRequest request, AuthorizeRequest asked, string name, CancellationToken cancellationToken)
    {
        var pool = asked.Client.Pool;
        var provider = await FindAsync(pool, name, cancellationToken);
        if (provider is null || room.Services.Providers is not { } http
            || !asked.Client.Value.Lists("SupportedIdentityProviders", provider.Name))
        {
            return asked.Fail("invalid_request", "The identity provider is not enabled for the client.");
        }

        if (await ProviderEndpoints.FindAsync(http, provider, cancellationToken) is not { } endpoints)
        {
            return asked.Fail("invalid_request", $"{provider.Name} Error - discovery");
        }

        var (browser, nonce, verifier) = (Random(), Random(), Random());
        var state = room.Seals.Seal(
            Purpose, browser,
            new JsonObject
            {
                ["p"] = pool.Id, ["i"] = provider.Name, ["q"] = asked.Carry, ["n"] = nonce, ["v"] = verifier,
                ["u"] = room.Ids.Uuid(),
            },
            room.Now + UserPoolLimits.ProviderRoundTrip);
        var away = AuthorizeRequest.Append(
            endpoints.Authorize, isFragment: false, ("client_id", provider.Details["client_id"]), ("response_type", "code"),
            ("redirect_uri", request.BaseUrl + "/oauth2/idpresponse"), ("scope", ProviderEndpoints.ScopesOf(provider)),
            ("state", state), ("nonce", nonce),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
            ("code_challenge_method", "S256"));
        return HostedAnswer.Redirect(away)
            .With("Set-Cookie", SiteCookies.Write(request, Cookie, browser, UserPoolLimits.ProviderRoundTrip));
    }

    public async ValueTask<HostedAnswer> ReturnAsync(HostedRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsRead || request.Cookies.GetValueOrDefault(Cookie) is not { } browser
            || room.Seals.Open(Purpose, browser, request.FindQuery("state")) is not { } state
            || !room.Seals.TryUse(state["u"]!.GetValue<string>(), room.Now + UserPoolLimits.ProviderRoundTrip))
        {
            return HostedHtml.Problem("The sign-in at the other provider was not begun here, or took too long.");
        }

        var original = request with { Query = HostedQuery.Parse(state["q"]!.GetValue<string>()) };
        var (asked, refusal) = await AuthorizeRequest.ReadAsync(room, original, cancellationToken);
        if (asked is null)
        {
            return refusal!;
        }

        var pool = asked.Client.Pool;
        var provider = await FindAsync(pool, state["i"]!.GetValue<string>(), cancellationToken);
        if (pool.Id != state["p"]!.GetValue<string>() || provider is null || room.Services.Providers is not { } http
            || !asked.Client.Value.Lists("SupportedIdentityProviders", provider.Name))
        {
            return asked.Fail("invalid_request");
        }

        if (request.FindQuery("code") is not { Length: > 0 } code)
        {
            return asked.Fail("invalid_request", $"{provider.Name} Error - {Short(request.FindQuery("error"))}");
        }

        var (claims, problem) = await new ProviderExchange(http, room.Now).RedeemAsync(
            provider, code, request.BaseUrl + "/oauth2/idpresponse", state["v"]!.GetValue<string>(),
            state["n"]!.GetValue<string>(), cancellationToken);
        if (claims is null)
        {
            return asked.Fail("invalid_request", problem);
        }

        return await SignInAsync(request, asked, provider, claims, cancellationToken);
    }

    private async ValueTask<HostedAnswer> SignInAsync(
        HostedRequest request, AuthorizeRequest asked, PoolProviderDocument provider, JsonObject claims,
        CancellationToken cancellationToken)
    {
        Versioned<PoolUserDocument> user;
        try
        {
            user = await FederatedUsers.SaveAsync(asked.Client.Pool, provider, claims, cancellationToken);
        }
        catch (Wire.Faults.ServiceFaultException fault)
        {
            return asked.Fail("invalid_request", fault.Message);
        }

        if (!user.Value.IsEnabled)
        {
            return asked.Fail("invalid_request", "User is disabled.");
        }

        var now = room.Now;
        return (await HostedFinish.BackAsync(asked, user, now, cancellationToken))
            .With("Set-Cookie", SiteCookies.SignIn(request, asked.Client.Pool, user.Value, now));
    }

    /// <summary>By its name, or by one of the identifiers that its owner gave it.</summary>
    private async ValueTask<PoolProviderDocument?> FindAsync(
        OpenedPool pool, string name, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > UserPoolLimits.UsernameChars)
        {
            return null;
        }

        return (await pool.FindAsync<PoolProviderDocument>(name, cancellationToken))?.Value
            ?? (await room.ListAsync<PoolProviderDocument>(pool.Scope, pool.Id, cancellationToken))
                .FirstOrDefault(one => one.Value.Identifiers.Contains(name))?.Value;
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    private static string Short(string? text) => text is null ? "no code" : text.Length > 64 ? text[..64] : text;
}
