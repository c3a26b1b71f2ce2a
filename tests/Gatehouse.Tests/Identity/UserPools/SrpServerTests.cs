using System.Numerics;
using Gatehouse.Identity.UserPools;
using Shouldly;

namespace Gatehouse.Tests.Identity.UserPools;

/// <summary>The server's half of SRP-6a against a client that was written apart (security §6.2; RFC 5054).</summary>
public sealed class SrpServerTests
{
    private const string Pool = "AbCdEf123";
    private const string Block = "c2VjcmV0IGJsb2Nr";
    private const string Timestamp = "Sat Aug 1 12:00:00 UTC 2026";

    [Fact]
    public void The_group_is_the_3072_bit_one_of_RFC_5054()
    {
        SrpGroup.N.ShouldBe(SrpClient.N);
        SrpGroup.N.GetBitLength().ShouldBe(3072);

        // A safe prime: it and half of it pass Fermat's test.
        BigInteger.ModPow(3, SrpGroup.N - 1, SrpGroup.N).ShouldBe(BigInteger.One);
        var half = (SrpGroup.N - 1) / 2;
        BigInteger.ModPow(3, half - 1, half).ShouldBe(BigInteger.One);
    }

    [Fact]
    public void Who_knows_the_password_is_believed_and_nobody_else()
    {
        for (var round = 0; round < 8; round++)
        {
            var (salt, verifier) = SrpServer.CreateVerifier(Pool, "ann", "Secret-123");
            Prove(salt, verifier, "Secret-123").ShouldBeTrue();
            Prove(salt, verifier, "Secret-124").ShouldBeFalse();
        }
    }

    [Fact]
    public void What_was_signed_is_bound_to_pool_name_moment_and_block()
    {
        var (salt, verifier) = SrpServer.CreateVerifier(Pool, "ann", "Secret-123");

        Prove(salt, verifier, "Secret-123", proof => proof with { Timestamp = "Sat Aug 1 12:00:01 UTC 2026" }).ShouldBeFalse();
        Prove(salt, verifier, "Secret-123", static proof => proof with { Username = "bob" }).ShouldBeFalse();
        Prove(salt, verifier, "Secret-123", static proof => proof with { PoolName = "Other0123" }).ShouldBeFalse();
        Prove(salt, verifier, "Secret-123", static proof => proof with { SecretBlock = [1] }).ShouldBeFalse();
        Prove(salt, verifier, "Secret-123", static proof => proof with { Signature = [] }).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("N")]
    [InlineData("2N")]
    [InlineData("")]
    [InlineData("xyz")]
    public void A_public_value_that_would_make_the_secret_zero_is_refused(string value) // RFC 5054 §2.5.4
    {
        var number = value switch
        {
            "N" => SrpServer.Hex(SrpGroup.N), "2N" => SrpServer.Hex(2 * SrpGroup.N), _ => value,
        };

        SrpServer.Challenge(number, SrpServer.CreateVerifier(Pool, "ann", "Secret-123").Verifier).ShouldBeNull();
    }

    [Fact]
    public void A_decoy_has_the_same_salt_for_the_same_name_and_no_password()
    {
        byte[] pepper = [1, 2, 3];
        var first = SrpServer.CreateDecoy(pepper, "nobody");

        SrpServer.CreateDecoy(pepper, "nobody").Salt.ShouldBe(first.Salt);
        SrpServer.CreateDecoy(pepper, "somebody").Salt.ShouldNotBe(first.Salt);
        Prove(first.Salt, first.Verifier, "Secret-123").ShouldBeFalse();
    }

    private static bool Prove(string salt, string verifier, string password, Func<SrpProof, SrpProof>? change = null)
    {
        var client = new SrpClient();
        var (secret, value) = SrpServer.Challenge(client.PublicValue, verifier)!.Value;
        var proof = new SrpProof
        {
            PoolName = Pool, Username = "ann", ClientPublic = client.PublicValue, ServerPublic = value, ServerSecret = secret,
            Verifier = verifier, SecretBlock = Convert.FromBase64String(Block), Timestamp = Timestamp,
            Signature = Convert.FromBase64String(client.Sign(Pool, "ann", password, salt, value, Block, Timestamp)),
        };
        return SrpServer.Verify(change is null ? proof : change(proof));
    }
}
