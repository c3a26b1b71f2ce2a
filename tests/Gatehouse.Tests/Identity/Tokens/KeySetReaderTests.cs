using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Tokens;
using Shouldly;

namespace Gatehouse.Tests.Identity.Tokens;

/// <summary>Which published keys count: RFC 7517, security §11.11 ("filtered by use, kty, alg, size").</summary>
public sealed class KeySetReaderTests
{
    private static readonly SigningAuthority Authority = new();

    [Fact]
    public void A_signing_key_is_found_by_its_id_for_the_algorithms_of_its_kind()
    {
        var keys = Read(Authority.KeySet())!;

        keys.Count.ShouldBe(1);
        keys.Find(SigningAuthority.KeyId, TokenAlgorithms.RS256).ShouldNotBeNull();
        keys.Find(SigningAuthority.KeyId, TokenAlgorithms.PS512).ShouldNotBeNull();
        keys.Find(SigningAuthority.KeyId, TokenAlgorithms.ES256).ShouldBeNull();
        keys.Find("other", TokenAlgorithms.RS256).ShouldBeNull();
    }

    [Fact]
    public void A_key_that_names_its_algorithm_serves_no_other()
    {
        var keys = Read(With(key => key["alg"] = "RS256"))!;

        keys.Find(SigningAuthority.KeyId, TokenAlgorithms.RS256).ShouldNotBeNull();
        keys.Find(SigningAuthority.KeyId, TokenAlgorithms.RS512).ShouldBeNull();
    }

    [Theory]
    [InlineData("use", "enc")]
    [InlineData("alg", "HS256")]
    [InlineData("alg", "RSA-OAEP")]
    [InlineData("kty", "oct")]
    [InlineData("kty", "OKP")]
    [InlineData("e", "AQ")]   // 1: every message is its own signature
    [InlineData("e", "Ag")]   // even
    [InlineData("e", "AQABAQAB")]
    [InlineData("n", "AQAB")]
    [InlineData("n", "not base64")]
    public void A_key_that_is_for_something_else_or_weak_is_left_out(string member, string value)
    {
        var keys = Read(With(key => key[member] = value));

        keys!.Count.ShouldBe(0);
    }

    [Fact]
    public void A_short_RSA_key_and_one_without_the_right_to_verify_are_left_out()
    {
        using var weak = RSA.Create(1_024);

        Read(new SigningAuthority(weak).KeySet())!.Count.ShouldBe(0);
        Read(With(key => key["key_ops"] = new JsonArray("encrypt")))!.Count.ShouldBe(0);
        Read(With(key => key["key_ops"] = new JsonArray("verify")))!.Count.ShouldBe(1);
    }

    [Fact]
    public void A_point_beside_the_curve_is_no_key()
    {
        var keys = Read(SigningAuthority.SetOf(new JsonObject
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "e",
            ["x"] = SigningAuthority.Text(new byte[32]), ["y"] = SigningAuthority.Text(Enumerable.Repeat((byte)1, 32).ToArray()),
        }));

        keys!.Count.ShouldBe(0);
    }

    [Fact]
    public void One_bad_key_does_not_spoil_the_others()
    {
        var keys = Read(SigningAuthority.SetOf(
            new JsonObject { ["kty"] = "RSA", ["n"] = 5 }, JsonValue.Create("text"), Authority.Jwk("good")))!;

        keys.Count.ShouldBe(1);
        keys.Has("good").ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"keys\":{}}")]
    [InlineData("{\"keys\":[],\"keys\":[]}")]
    [InlineData("{\"keys\":[")]
    public void What_is_no_key_set_gives_none(string json) => Read(json).ShouldBeNull();

    [Fact]
    public void A_set_over_its_bounds_gives_none() // http-api §13.2 step 4: 150,000 bytes
    {
        Read(new string(' ', TokenLimits.KeySetBytes) + "{\"keys\":[]}").ShouldBeNull();
        Read("{\"keys\":[" + string.Join(',', Enumerable.Repeat("{}", TokenLimits.Keys + 1)) + "]}").ShouldBeNull();
    }

    private static string With(Action<JsonObject> change)
    {
        var key = Authority.Jwk();
        change(key);
        return SigningAuthority.SetOf(key);
    }

    private static KeySet? Read(string json) => KeySetReader.TryRead(Encoding.UTF8.GetBytes(json));
}
