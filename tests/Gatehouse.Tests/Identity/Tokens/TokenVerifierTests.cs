using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Tokens;
using Shouldly;

namespace Gatehouse.Tests.Identity.Tokens;

/// <summary>Signatures, dates and audiences: RFC 8725, security §11.11, http-api §13.2.</summary>
public sealed class TokenVerifierTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly SigningAuthority Authority = new();
    private static readonly KeySet Keys = Read(Authority.KeySet());

    public static TheoryData<string> RsaAlgorithms() => ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    [Theory]
    [MemberData(nameof(RsaAlgorithms))]
    public void Every_RSA_algorithm_verifies_its_own_signature_and_no_other(string name)
    {
        var hash = new HashAlgorithmName("SHA" + name[2..]);
        var padding = name[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        foreach (var claimed in RsaAlgorithms())
        {
            var token = Parse(Authority.Sign(Header(claimed.Data), "{}", hash, padding));

            TokenVerifier.CheckSignature(token, Keys, TokenAlgorithms.Rsa | TokenAlgorithms.RsaPss)
                .ShouldBe(claimed.Data == name ? TokenFault.None : TokenFault.Signature);
        }
    }

    [Theory]
    [InlineData("ES256", "nistP256", "SHA256")]
    [InlineData("ES384", "nistP384", "SHA384")]
    [InlineData("ES512", "nistP521", "SHA512")]
    public void ECDSA_verifies_its_own_signature_and_neither_another_nor_zeros(string name, string curve, string hash)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        var point = key.ExportParameters(false).Q;
        var crv = name switch { "ES256" => "P-256", "ES384" => "P-384", _ => "P-521" };
        var keys = Read(SigningAuthority.SetOf(new JsonObject
        {
            ["kty"] = "EC", ["crv"] = crv, ["kid"] = SigningAuthority.KeyId,
            ["x"] = SigningAuthority.Text(point.X!), ["y"] = SigningAuthority.Text(point.Y!),
        }));
        var signed = $"{SigningAuthority.Text(Header(name))}.{SigningAuthority.Text("{}")}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), new HashAlgorithmName(hash));
        var flipped = (byte[])signature.Clone();
        flipped[^1] ^= 1;

        Check(signature).ShouldBe(TokenFault.None);
        Check(flipped).ShouldBe(TokenFault.Signature);
        Check(new byte[signature.Length]).ShouldBe(TokenFault.Signature); // CVE-2022-21449
        Check(signature[..^1]).ShouldBe(TokenFault.Signature);
        Check([]).ShouldBe(TokenFault.Signature);

        TokenFault Check(byte[] bytes) => TokenVerifier.CheckSignature(
            Parse($"{signed}.{SigningAuthority.Text(bytes)}"), keys, TokenAlgorithms.Ecdsa);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    [InlineData("")]
    [InlineData("HS256")]
    [InlineData("HS512")]
    [InlineData("rs256")] // names are case-sensitive
    [InlineData("ES256")]
    [InlineData("EdDSA")]
    public void An_algorithm_that_the_verifier_does_not_allow_is_refused_whatever_the_signature(string name)
    {
        foreach (var token in new[] { Authority.Sign(Header(name), "{}"), Unsigned(Header(name), "{}") })
        {
            TokenVerifier.CheckSignature(Parse(token), Keys, TokenAlgorithms.Rsa).ShouldBe(TokenFault.Algorithm);
        }
    }

    [Fact]
    public void A_token_without_an_algorithm_is_refused() => TokenVerifier
        .CheckSignature(Parse(Authority.Sign("{\"kid\":\"key-1\"}", "{}")), Keys, TokenAlgorithms.Rsa)
        .ShouldBe(TokenFault.Algorithm);

    [Fact]
    public void An_HMAC_with_the_public_key_as_its_secret_is_refused() // CVE-2015-9235
    {
        var signed = $"{SigningAuthority.Text(Header("HS256"))}.{SigningAuthority.Text("{}")}";
        byte[][] secrets =
        [
            Encoding.ASCII.GetBytes(Authority.Rsa.ExportSubjectPublicKeyInfoPem()),
            Authority.Rsa.ExportSubjectPublicKeyInfo(),
            Authority.Rsa.ExportParameters(false).Modulus!,
            Encoding.UTF8.GetBytes(Authority.KeySet()),
        ];
        foreach (var secret in secrets)
        {
            var token = $"{signed}.{SigningAuthority.Text(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
            TokenVerifier.CheckSignature(Parse(token), Keys, TokenAlgorithms.Rsa | TokenAlgorithms.RsaPss)
                .ShouldBe(TokenFault.Algorithm);
        }
    }

    [Fact]
    public void A_key_that_the_token_brings_along_is_not_looked_at() // CVE-2018-0114
    {
        using var attackers = RSA.Create(2_048);
        var attacker = new SigningAuthority(attackers);
        foreach (var kid in new[] { SigningAuthority.KeyId, "attacker" })
        {
            var header = new JsonObject
            {
                ["alg"] = "RS256", ["kid"] = kid, ["jwk"] = attacker.Jwk(kid),
                ["jku"] = "http://127.0.0.1:1/keys", ["x5u"] = "http://127.0.0.1:1/cert",
                ["x5c"] = new JsonArray(Convert.ToBase64String(attackers.ExportSubjectPublicKeyInfo())),
            };
            TokenVerifier.CheckSignature(Parse(attacker.Sign(header.ToJsonString(), "{}")), Keys, TokenAlgorithms.Rsa)
                .ShouldBe(kid == "attacker" ? TokenFault.KeyUnknown : TokenFault.Signature);
        }
    }

    [Theory]
    [InlineData("../../../../dev/null")]
    [InlineData("key-1\u0000")]
    [InlineData("' OR '1'='1")]
    [InlineData("key-1'; DROP TABLE keys; --")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("KEY-1")]
    public void A_key_id_is_a_name_in_a_dictionary_and_nothing_else(string kid)
    {
        var header = new JsonObject { ["alg"] = "RS256", ["kid"] = kid }.ToJsonString();
        TokenVerifier.CheckSignature(Parse(Authority.Sign(header, "{}")), Keys, TokenAlgorithms.Rsa)
            .ShouldBe(TokenFault.KeyUnknown);
    }

    [Fact]
    public void A_token_without_a_key_id_is_refused() => TokenVerifier
        .CheckSignature(Parse(Authority.Sign("{\"alg\":\"RS256\"}", "{}")), Keys, TokenAlgorithms.Rsa)
        .ShouldBe(TokenFault.KeyIdMissing);

    [Fact]
    public void A_changed_claim_or_signature_is_refused()
    {
        var parts = Authority.Token(Now).Split('.');
        var other = Authority.Token(Now, claims => claims["sub"] = "admin").Split('.');

        Check($"{parts[0]}.{other[1]}.{parts[2]}");
        Check($"{parts[0]}.{parts[1]}.{other[2]}");
        Check($"{parts[0]}.{parts[1]}.");
        Check($"{parts[0]}.{parts[1]}.{SigningAuthority.Text(new byte[256])}");
        Check($"{parts[0]}.{parts[1]}.{SigningAuthority.Text(new byte[257])}");

        static void Check(string token) => TokenVerifier.CheckSignature(Parse(token), Keys, TokenAlgorithms.Rsa)
            .ShouldBe(TokenFault.Signature);
    }

    [Theory]
    [InlineData("exp", 0, TokenFault.Expired)]     // "on or after which" (RFC 7519 §4.1.4)
    [InlineData("exp", -1, TokenFault.Expired)]
    [InlineData("exp", 1, TokenFault.None)]
    [InlineData("nbf", 0, TokenFault.None)]        // "before which" (RFC 7519 §4.1.5)
    [InlineData("nbf", 1, TokenFault.NotYetValid)]
    [InlineData("iat", 0, TokenFault.None)]
    [InlineData("iat", 1, TokenFault.IssuedInFuture)]
    public void Dates_hold_to_the_second_without_leeway(string claim, int offset, TokenFault expected) // http-api §13.2 step 7
    {
        var token = Parse(Authority.Token(Now, claims => claims[claim] = Now.ToUnixTimeSeconds() + offset));
        TokenVerifier.CheckDates(token.Claims, Now).ShouldBe(expected);
    }

    [Fact]
    public void A_date_may_have_a_fraction() // RFC 7519 §2, NumericDate
    {
        var token = Parse(Authority.Token(Now, claims => claims["exp"] = Now.ToUnixTimeSeconds() + 0.5));
        TokenVerifier.CheckDates(token.Claims, Now).ShouldBe(TokenFault.None);
        TokenVerifier.CheckDates(token.Claims, Now.AddMilliseconds(500)).ShouldBe(TokenFault.Expired);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"1999999999\"")]
    [InlineData("true")]
    [InlineData("-1")]
    [InlineData("1e400")]
    [InlineData("1e300")]
    [InlineData("253402300800")]
    [InlineData("[1999999999]")]
    public void A_date_that_is_none_is_refused(string text) // security §11.11, "NaN/negative/huge times"
    {
        foreach (var claim in new[] { "exp", "nbf", "iat" })
        {
            var payload = claim == "exp" ? $"{{\"exp\":{text}}}" : $"{{\"exp\":1999999999,\"{claim}\":{text}}}";
            var token = Parse(Authority.Sign(Header("RS256"), payload));
            TokenVerifier.CheckDates(token.Claims, Now).ShouldBe(TokenFault.Date);
        }
    }

    [Fact]
    public void A_token_that_never_expires_is_refused() => // security §11.11, "exp missing"
        TokenVerifier.CheckDates(Parse(Authority.Token(Now, claims => claims.Remove("exp"))).Claims, Now)
            .ShouldBe(TokenFault.Date);

    [Theory]
    [InlineData("{\"aud\":\"a\"}", TokenFault.None)]
    [InlineData("{\"aud\":[\"x\",\"a\"]}", TokenFault.None)]
    [InlineData("{\"aud\":\"x\"}", TokenFault.Audience)]
    [InlineData("{\"aud\":\"A\"}", TokenFault.Audience)]
    [InlineData("{\"aud\":[]}", TokenFault.Audience)]
    [InlineData("{\"aud\":{\"a\":1}}", TokenFault.Audience)]
    [InlineData("{\"client_id\":\"a\"}", TokenFault.None)]
    [InlineData("{\"client_id\":[\"a\"]}", TokenFault.Audience)]
    [InlineData("{\"aud\":\"x\",\"client_id\":\"a\"}", TokenFault.Audience)] // aud alone, where there is one
    [InlineData("{\"aud\":null,\"client_id\":\"a\"}", TokenFault.Audience)]
    [InlineData("{}", TokenFault.Audience)]
    public void The_audience_is_aud_and_only_in_its_absence_client_id(string payload, TokenFault expected) // http-api §13.2 step 6
    {
        var token = Parse(Authority.Sign(Header("RS256"), payload));
        TokenVerifier.CheckAudience(token.Claims, ["b", "a"]).ShouldBe(expected);
        TokenVerifier.CheckAudience(token.Claims, []).ShouldBe(TokenFault.None);
    }

    private static KeySet Read(string json) => KeySetReader.TryRead(Encoding.UTF8.GetBytes(json))!;

    private static string Header(string algorithm) =>
        new JsonObject { ["alg"] = algorithm, ["kid"] = SigningAuthority.KeyId }.ToJsonString();

    private static string Unsigned(string header, string payload) =>
        $"{SigningAuthority.Text(header)}.{SigningAuthority.Text(payload)}.";

    private static JsonWebToken Parse(string text) =>
        JsonWebToken.TryParse(text, out var fault) ?? throw new InvalidOperationException(fault.ToString());
}
