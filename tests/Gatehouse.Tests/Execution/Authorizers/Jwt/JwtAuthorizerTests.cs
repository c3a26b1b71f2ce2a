using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Execution.Throttling;
using Gatehouse.Identity.Tokens;
using Gatehouse.Model.Documents;
using Gatehouse.Tests.Execution.Throttling;
using Gatehouse.Tests.Identity.Tokens;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers.Jwt;

/// <summary>The JWT authorizer against an issuer on a socket: http-api §13.2.</summary>
public sealed class JwtAuthorizerTests : IAsyncLifetime
{
    private readonly SteppedClock _clock = new() { Start = new DateTimeOffset(2026, 8, 4, 12, 0, 0, TimeSpan.Zero) };
    private JsonFetcher _fetcher = null!;
    private IssuerDirectory _directory = null!;
    private FakeIssuer _issuer = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _fetcher = new JsonFetcher(TimeProvider.System, NullLogger.Instance);
        _directory = new IssuerDirectory(_fetcher, new KeyHasher(new RandomIdSource()), _clock, NullLogger.Instance);
        _issuer = await FakeIssuer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _issuer.DisposeAsync();
        await _fetcher.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    [InlineData("BEARER  ")]
    public async Task A_token_is_taken_with_and_without_its_scheme(string scheme)
    {
        var verdict = await CheckAsync(scheme + _issuer.Authority.Token(Now));

        verdict.Token.ShouldNotBeNull();
        verdict.Token.HttpTexts.Find("sub").ShouldBe("user-1");
    }

    [Fact]
    public async Task Discovery_and_keys_are_fetched_once_for_many_tokens_and_issuer_down_changes_nothing_for_known_keys()
    {
        (await CheckAsync(_issuer.Authority.Token(Now))).Token.ShouldNotBeNull();
        _issuer.IsDown = true;
        for (var i = 0; i < 20; i++)
        {
            (await CheckAsync(_issuer.Authority.Token(Now, claims => claims["n"] = i))).Token.ShouldNotBeNull();
        }

        _issuer.Asked().ShouldBe(["/.well-known/openid-configuration", "/keys"]);
    }

    [Fact]
    public async Task Wrong_tokens_are_refused_with_the_texts_of_their_faults()
    {
        using var foreign = System.Security.Cryptography.RSA.Create(2_048);
        var attacker = new SigningAuthority(foreign) { Issuer = _issuer.Url };
        var authority = _issuer.Authority;
        (string Token, string Text)[] cases =
        [
            ("garbage", "token contains an invalid number of segments"),
            ("a.b.c", "the token is malformed"),
            (authority.Token(Now, claims => claims["aud"] = "other"), "the token does not have a valid audience"),
            (authority.Token(Now, claims => claims["exp"] = Now.ToUnixTimeSeconds()), "the token has expired"),
            (authority.Token(Now, claims => claims["nbf"] = Now.ToUnixTimeSeconds() + 1), "the token is not valid yet"),
            (authority.Token(Now, claims => claims["iat"] = Now.ToUnixTimeSeconds() + 1), "the token was issued in the future"),
            (authority.Token(Now, claims => claims["iss"] = _issuer.Url + "/"), "the token does not have a valid issuer"),
            (authority.Token(Now, claims => claims["iss"] = _issuer.Url + ".evil"), "the token does not have a valid issuer"),
            (authority.Token(Now, claims => claims["iss"] = new JsonArray(_issuer.Url)), "the token does not have a valid issuer"),
            (authority.Token(Now, claims => claims.Remove("iss")), "the token does not have a valid issuer"),
            (authority.Token(Now, header: head => head["alg"] = "HS256"), "signing method HS256 is invalid"),
            (authority.Token(Now, header: head => head["alg"] = "none"), "signing method none is invalid"),
            (authority.Token(Now, header: head => head["alg"] = "x\r\nSet-Cookie: a=b"), "signing method unavailable is invalid"),
            (authority.Token(Now, header: head => head.Remove("kid")), "the token does not have a kid"),
            (authority.Token(Now, header: head => head["kid"] = "other"), "the token's kid was not found"),
            (attacker.Token(Now), "crypto/rsa: verification error"),
        ];
        foreach (var (token, text) in cases)
        {
            var verdict = await CheckAsync(token);

            verdict.Token.ShouldBeNull();
            verdict.Description.ShouldBe(text);
            JwtChallenge.Of(verdict, []).ShouldBe($"Bearer scope=\"\" error=\"invalid_token\" error_description=\"{text}\"");
        }
    }

    [Fact]
    public async Task No_address_of_a_token_is_ever_called()
    {
        await using var bait = await FakeIssuer.StartAsync();
        using var foreign = System.Security.Cryptography.RSA.Create(2_048);
        var attacker = new SigningAuthority(foreign) { Issuer = bait.Url };
        bait.Publish(attacker.KeySet());
        void Lure(JsonObject head)
        {
            head["jku"] = bait.Url + "/keys";
            head["x5u"] = bait.Url + "/cert";
            head["kid"] = bait.Url + "/keys";
        }

        (await CheckAsync(attacker.Token(Now, header: Lure))).Token.ShouldBeNull();
        (await CheckAsync(attacker.Token(Now, claims => claims["iss"] = _issuer.Url, Lure))).Token.ShouldBeNull();

        bait.Asked().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"a b\"", true)]
    [InlineData("\"x b\"", true)]
    [InlineData("\"x\"", false)]
    [InlineData("\"ab\"", false)]
    [InlineData("[\"b\"]", true)] // as http-api §13.2 step 8 says of scp
    [InlineData("7", false)]
    [InlineData("null", false)]
    public async Task One_scope_of_the_route_must_be_granted(string scope, bool isAllowed)
    {
        foreach (var claim in new[] { "scope", "scp" })
        {
            var verdict = await CheckAsync(
                _issuer.Authority.Token(Now, claims => claims[claim] = JsonNode.Parse(scope)), ["a", "b"]);

            (verdict.Token is not null).ShouldBe(isAllowed);
            if (!isAllowed)
            {
                verdict.Fault.ShouldBe(TokenFault.Scope);
                JwtChallenge.Of(verdict, ["a", "b"]).ShouldStartWith("Bearer scope=\"a b\" error=\"insufficient_scope\"");
            }
        }
    }

    [Fact]
    public async Task A_token_that_was_verified_is_remembered_but_never_past_its_end()
    {
        var token = _issuer.Authority.Token(Now, claims => claims["exp"] = Now.ToUnixTimeSeconds() + 60);
        var first = (await CheckAsync(token)).Token;

        (await CheckAsync(token)).Token.ShouldBeSameAs(first);
        _clock.Advance(TimeSpan.FromSeconds(59));
        (await CheckAsync(token)).Token.ShouldBeSameAs(first);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await CheckAsync(token)).Description.ShouldBe("the token has expired");
    }

    [Fact]
    public async Task What_one_authorizer_remembers_another_judges_by_its_own_audience_and_algorithms()
    {
        var token = _issuer.Authority.Token(Now);
        (await CheckAsync(token)).Token.ShouldNotBeNull();

        _directory.TryOpen(_issuer.Url, TokenAlgorithms.RS512, out var strict).ShouldBeTrue();
        var other = new JwtAuthorizer(strict!, ["client-1"], _clock);
        (await other.CheckAsync(token, [], CancellationToken.None)).Description.ShouldBe("signing method RS256 is invalid");

        _directory.TryOpen(_issuer.Url, JwtAuthorizer.Algorithms, out var checker).ShouldBeTrue();
        var foreign = new JwtAuthorizer(checker!, ["client-2"], _clock);
        (await foreign.CheckAsync(token, [], CancellationToken.None)).Fault.ShouldBe(TokenFault.Audience);
    }

    [Fact]
    public async Task A_withdrawn_key_takes_the_tokens_with_it_that_it_verified()
    {
        var token = _issuer.Authority.Token(Now, claims => claims["exp"] = Now.ToUnixTimeSeconds() + 7_200);
        (await CheckAsync(token)).Token.ShouldNotBeNull();
        _issuer.Publish(SigningAuthority.SetOf(_issuer.Authority.Jwk("new")));
        _clock.Advance(AuthorizerLimits.KeyRefresh);

        // The fetch runs behind this request; the next unknown id waits for it.
        await CheckAsync(_issuer.Authority.Token(Now, header: head => head["kid"] = "new"));
        (await CheckAsync(token)).Description.ShouldBe("the token's kid was not found");
    }

    [Theory]
    [InlineData(true, null, "OIDC discovery endpoint communication error")]
    [InlineData(false, "/nowhere", "JWKS communication error")]
    [InlineData(false, "ftp://x/keys", "OIDC discovery endpoint communication error")]
    [InlineData(false, "http://user:pass@127.0.0.1/keys", "OIDC discovery endpoint communication error")]
    [InlineData(false, "http://169.254.169.254/keys", "JWKS communication error")]
    public async Task An_issuer_that_cannot_be_asked_lets_nobody_in(bool isDown, string? keys, string text) // http-api §13.2
    {
        _issuer.IsDown = isDown;
        _issuer.Publish("{}", keys?.StartsWith('/') == true ? _issuer.Url + keys : keys);

        var verdict = await CheckAsync(_issuer.Authority.Token(Now));
        verdict.Token.ShouldBeNull();
        verdict.Description.ShouldBe(text);
    }

    [Fact]
    public async Task A_key_set_or_a_discovery_document_over_its_bytes_is_a_communication_error() // security §11.3, "10 GB JWKS"
    {
        _issuer.Publish("{\"keys\":[]," + new string(' ', TokenLimits.KeySetBytes) + "}");
        (await CheckAsync(_issuer.Authority.Token(Now))).Description.ShouldBe("JWKS communication error");

        _clock.Advance(AuthorizerLimits.UnknownKeyPause);
        _issuer.Answer = static _ => new string(' ', AuthorizerLimits.DiscoveryBytes + 1) + "{}";
        (await CheckAsync(_issuer.Authority.Token(Now))).Description.ShouldBe("OIDC discovery endpoint communication error");
    }

    [Fact]
    public async Task A_redirect_is_not_followed() // security §11.3
    {
        await using var elsewhere = await FakeIssuer.StartAsync();
        _issuer.Redirect = elsewhere.Url + "/keys";
        (await CheckAsync(_issuer.Authority.Token(Now))).Token.ShouldBeNull();
        elsewhere.Asked().ShouldBeEmpty();
    }

    [Fact]
    public void Claims_are_texts_as_the_service_prints_them() // http-api §7.4
    {
        var text = _issuer.Authority.Token(Now, claims =>
        {
            claims["n"] = JsonNode.Parse("1.612061676e9");
            claims["f"] = JsonNode.Parse("0.5");
            claims["t"] = true;
            claims["x"] = null;
            claims["cognito:groups"] = new JsonArray("admin", "poweruser");
            claims["deep"] = new JsonArray(1, new JsonArray("a", false), JsonNode.Parse("{\"b\":1,\"a\":[2]}"));
        });
        var texts = HttpClaimWriter.Write(JsonWebToken.TryParse(text, out _)!.Claims);

        texts.Find("n").ShouldBe("1612061676");
        texts.Find("f").ShouldBe("0.5");
        texts.Find("t").ShouldBe("true");
        texts.Find("x").ShouldBeNull();
        texts.Find("cognito:groups").ShouldBe("[admin poweruser]");
        texts.Find("deep").ShouldBe("[1 [a false] map[a:[2] b:1]]");
        texts.Find("iat").ShouldBe(Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("https://issuer.example.com", true)]
    [InlineData("https://issuer.example.com/tenant/", true)]
    [InlineData("ftp://issuer.example.com", false)]
    [InlineData("issuer.example.com", false)]
    [InlineData("https://user@issuer.example.com", false)]
    [InlineData("https://issuer.example.com?x=", false)]
    [InlineData("https://issuer.example.com#x", false)]
    [InlineData("", false)]
    public void An_issuer_is_an_http_or_https_address_and_nothing_more(string issuer, bool isOne) =>
        _directory.TryOpen(issuer, JwtAuthorizer.Algorithms, out _).ShouldBe(isOne);

    private ValueTask<JwtVerdict> CheckAsync(string value, string[]? scopes = null)
    {
        _directory.TryOpen(_issuer.Url, JwtAuthorizer.Algorithms, out var checker).ShouldBeTrue();
        return new JwtAuthorizer(checker!, ["client-1"], _clock)
            .CheckAsync(value, scopes ?? [], TestContext.Current.CancellationToken);
    }
}
