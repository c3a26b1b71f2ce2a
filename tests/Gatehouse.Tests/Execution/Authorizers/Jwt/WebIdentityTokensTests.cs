using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Execution.Throttling;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Tests.Identity.Tokens;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers.Jwt;

/// <summary>Tokens of other issuers for AssumeRoleWithWebIdentity: security §3.5.</summary>
public sealed class WebIdentityTokensTests
{
    [Fact]
    public async Task A_token_of_a_registered_issuer_for_one_of_its_clients_is_valid_and_others_tell_why_not()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var fetcher = new JsonFetcher(TimeProvider.System, NullLogger.Instance);
        var directory = new IssuerDirectory(
            fetcher, new KeyHasher(new RandomIdSource()), TimeProvider.System, NullLogger.Instance);
        var tokens = new WebIdentityTokens(directory, TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        using var rsa = System.Security.Cryptography.RSA.Create(2_048);
        var forged = new SigningAuthority(rsa) { Issuer = issuer.Url };

        var valid = await CheckAsync(issuer.Authority.Token(now));
        (valid.Status, valid.Issuer, valid.Subject, valid.Audience)
            .ShouldBe((WebIdentityStatus.Valid, issuer.Url, "user-1", "client-1"));
        valid.Expires.ToUnixTimeSeconds().ShouldBe(now.ToUnixTimeSeconds() + 3_600);
        (await CheckAsync(issuer.Authority.Token(now, claims => claims["aud"] = "x"))).Status.ShouldBe(WebIdentityStatus.WrongAudience);
        (await CheckAsync(issuer.Authority.Token(now, claims => claims["azp"] = "x"))).Status.ShouldBe(WebIdentityStatus.WrongAudience);
        (await CheckAsync(issuer.Authority.Token(now, claims => claims["exp"] = 1))).Status.ShouldBe(WebIdentityStatus.Expired);
        (await CheckAsync(issuer.Authority.Token(now, claims => claims["iss"] = "https://evil"))).Status.ShouldBe(WebIdentityStatus.UnknownIssuer);
        (await CheckAsync(issuer.Authority.Token(now, header: head => head["alg"] = "none"))).Status.ShouldBe(WebIdentityStatus.Malformed);
        (await CheckAsync(issuer.Authority.Token(now, header: head => head["kid"] = "x"))).Status.ShouldBe(WebIdentityStatus.KeyUnavailable);
        (await CheckAsync(forged.Token(now))).Status.ShouldBe(WebIdentityStatus.BadSignature);
        (await CheckAsync("garbage")).Status.ShouldBe(WebIdentityStatus.Malformed);

        ValueTask<WebIdentityOutcome> CheckAsync(string token) => tokens.VerifyAsync(
            token,
            text => text == issuer.Url
                ? new OidcProviderDocument { Url = issuer.Url, ClientIds = ["client-1"], Thumbprints = [], Created = now, Tags = [] }
                : null,
            TestContext.Current.CancellationToken);
    }
}
