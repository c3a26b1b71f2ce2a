using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Identity.Tokens;
using Shouldly;

namespace Gatehouse.Tests.Identity.Tokens;

/// <summary>What is a token at all: RFC 7515 §7.1, RFC 7519, and security §11.11.</summary>
public sealed class JsonWebTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly SigningAuthority Authority = new();

    [Fact]
    public void A_signed_token_is_read_with_its_algorithm_key_and_claims()
    {
        var token = JsonWebToken.TryParse(Authority.Token(Now), out var fault);

        fault.ShouldBe(TokenFault.None);
        token!.Algorithm.ShouldBe(TokenAlgorithms.RS256);
        token.KeyId.ShouldBe(SigningAuthority.KeyId);
        token.Claims.Issuer.ShouldBe("https://issuer.example.com");
        token.Claims.Expires.ShouldBe(Now.ToUnixTimeSeconds() + 3_600);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("a.b.c.d.e")] // encrypted, which could hold a bomb of its own (RFC 7516 §7.1)
    public void Anything_but_three_parts_has_the_wrong_number_of_segments(string text)
    {
        JsonWebToken.TryParse(text, out var fault).ShouldBeNull();
        fault.ShouldBe(TokenFault.Segments);
    }

    [Fact]
    public void Every_beginning_of_a_token_is_refused_and_none_throws()
    {
        var token = Authority.Token(Now);
        for (var length = 0; length < token.Length; length++)
        {
            if (JsonWebToken.TryParse(token.AsSpan(0, length), out _) is { } parsed)
            {
                // The signature alone may be cut at a place where it is still base64url: then it is wrong.
                length.ShouldBeGreaterThan(token.LastIndexOf('.'));
                var keys = KeySetReader.TryRead(Encoding.UTF8.GetBytes(Authority.KeySet()))!;
                TokenVerifier.CheckSignature(parsed, keys, TokenAlgorithms.Rsa).ShouldBe(TokenFault.Signature);
            }
        }
    }

    [Fact]
    public void No_text_makes_the_reader_throw() => Prop.ForAll<string>(text =>
    {
        JsonWebToken.TryParse(text ?? "", out _);
        var encoded = SigningAuthority.Text(text ?? "");
        JsonWebToken.TryParse($"{encoded}.{encoded}.{encoded}", out _);
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_oversized_token_is_refused_before_anything_is_decoded()
    {
        JsonWebToken.TryParse(new string('a', TokenLimits.TokenChars) + ".e30.", out var fault).ShouldBeNull();
        fault.ShouldBe(TokenFault.Malformed);
    }

    [Theory]
    [InlineData("eyJhbGciOiJSUzI1NiJ9=")]   // padding
    [InlineData("eyJhbGciOiJSUzI1NiJ9 ")]   // white space
    [InlineData("eyJhbGciOiJSUzI1NiJ9\n")]
    [InlineData("eyJhbGciOiJSUzI1Ni+9")]    // the other alphabet
    [InlineData("eyJhbGciOiJSUzI1Ni/9")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9A")]   // a length that no bytes have
    [InlineData("eyJhIjoiYiJ9eB")]          // unused bits that are not zero
    public void Base64url_has_one_spelling(string header)
    {
        JsonWebToken.TryParse($"{header}.e30.AAAA", out var fault).ShouldBeNull();
        fault.ShouldBe(TokenFault.Malformed);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"RS256\"")]
    [InlineData("{\"alg\":\"RS256\"")]
    [InlineData("{\"alg\":\"RS256\"}{}")]
    [InlineData("{\"alg\":256}")]
    [InlineData("{\"alg\":\"RS256\",\"kid\":7}")]
    [InlineData("{\"alg\":\"none\",\"alg\":\"RS256\"}")]
    [InlineData("{\"alg\":\"none\",\"\\u0061lg\":\"RS256\"}")] // the same name in another spelling
    [InlineData("{\"alg\":\"RS256\",\"kid\":\"\\ud800\"}")]    // half of a character
    public void A_header_that_two_readers_could_understand_differently_is_malformed(string header)
    {
        JsonWebToken.TryParse(Authority.Sign(header, "{\"exp\":1}"), out var fault).ShouldBeNull();
        fault.ShouldBe(TokenFault.Malformed);
    }

    [Theory]
    [InlineData("{\"exp\":1,\"exp\":99999999999}")]
    [InlineData("{\"iss\":\"a\",\"\\u0069ss\":\"b\"}")]
    [InlineData("{\"a\":{\"b\":1,\"b\":2}}")]
    [InlineData("[1]")]
    [InlineData("{\"a\":\"\\udc00\"}")]
    public void Claims_that_two_readers_could_understand_differently_are_malformed(string payload)
    {
        JsonWebToken.TryParse(Authority.Sign("{\"alg\":\"RS256\"}", payload), out var fault).ShouldBeNull();
        fault.ShouldBe(TokenFault.Malformed);
    }

    [Fact]
    public void Claims_that_are_no_UTF_8_too_deep_or_too_many_are_malformed()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);
        var many = "{" + string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"c{i}\":1")) + "}";
        var header = SigningAuthority.Text("{\"alg\":\"RS256\"}");
        byte[] latin = [(byte)'{', (byte)'"', 0xE9, (byte)'"', (byte)':', (byte)'1', (byte)'}'];
        foreach (var payload in new[] { Encoding.UTF8.GetBytes(deep), Encoding.UTF8.GetBytes(many), latin })
        {
            JsonWebToken.TryParse($"{header}.{SigningAuthority.Text(payload)}.AAAA", out var fault).ShouldBeNull();
            fault.ShouldBe(TokenFault.Malformed);
        }
    }

    [Theory]
    [InlineData("\"crit\":[\"exp\"]")]      // RFC 7515 §4.1.11
    [InlineData("\"crit\":[]")]
    [InlineData("\"b64\":false")]           // RFC 7797
    [InlineData("\"zip\":\"DEF\"")]         // CVE-2024-21319
    [InlineData("\"enc\":\"A256GCM\"")]
    [InlineData("\"cty\":\"JWT\"")]         // a token in a token, RFC 7519 §5.2
    public void A_header_that_wants_what_is_not_understood_is_refused(string member)
    {
        JsonWebToken.TryParse(Authority.Sign($"{{\"alg\":\"RS256\",{member}}}", "{}"), out var fault).ShouldBeNull();
        fault.ShouldBe(TokenFault.UnsupportedHeader);
    }
}
