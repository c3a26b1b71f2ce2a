using Gatehouse.Identity.Tokens;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.UserPools;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Identity.UserPools;

/// <summary>The pure parts of user pools.</summary>
public sealed class UserPoolPartsTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1_111_111_109, "081804")]
    [InlineData(1_234_567_890, "005924")]
    [InlineData(20_000_000_000, "353130")]
    public void Codes_of_authenticator_apps_are_those_of_RFC_6238(long seconds, string code) // appendix B, last six digits
    {
        const string seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"; // 12345678901234567890
        var now = DateTimeOffset.FromUnixTimeSeconds(seconds);

        var step = TimeBasedCode.StepOf(seed, code, now, 0);
        step.ShouldBe(seconds / 30);
        TimeBasedCode.StepOf(seed, code, now, step!.Value).ShouldBeNull(); // no code counts twice
        TimeBasedCode.StepOf(seed, code, now.AddMinutes(2), 0).ShouldBeNull();
        TimeBasedCode.Encode(TimeBasedCode.Decode(seed)).ShouldBe(seed);
    }

    [Fact]
    public void A_secret_hash_is_the_one_that_AWSs_SDKs_compute()
    {
        // Computed with openssl: printf %s annclient | openssl dgst -sha256 -hmac secret -binary | base64
        SecretHash.Of("secret", "ann", "client").ShouldBe("1KBhTmaloN8gn8mYFOpcHRnT/Jn7qaddEv2E6vNUy30=");
        SecretHash.IsRight(SecretHash.Of("secret", "ann", "client"), "secret", "ann", "client").ShouldBeTrue();
        SecretHash.IsRight("x", "secret", "ann", "client").ShouldBeFalse();
    }

    [Theory]
    [InlineData("Aa1!", "Password not long enough")]
    [InlineData("AAAAAA1!", "Password must have lowercase characters")]
    [InlineData("aaaaaa1!", "Password must have uppercase characters")]
    [InlineData("Aaaaaaa!", "Password must have numeric characters")]
    [InlineData("Aaaaaaa1", "Password must have symbol characters")]
    [InlineData("Aaaaaa1 ", "Password must have symbol characters")]
    [InlineData("Aaaaaa1!", null)]
    public void A_password_is_told_what_it_lacks(string password, string? fault) =>
        PasswordRules.Default.FaultOf(password).ShouldBe(fault);

    [Fact]
    public void A_password_is_kept_as_a_slow_hash_and_compared_whole()
    {
        var stored = PasswordHash.Create("AbC", "ann", "Secret-123", 1_000);

        PasswordHash.Verify(stored, "Secret-123").ShouldBeTrue();
        PasswordHash.Verify(stored, "Secret-12").ShouldBeFalse();
        stored.ToString().ShouldBe("password"); // nothing of it in a log
        PasswordHash.Iterations.ShouldBeGreaterThanOrEqualTo(210_000); // OWASP, PBKDF2 with HMAC-SHA-512
    }

    [Fact]
    public void Five_failures_are_free_then_locks_double_up_to_a_quarter_of_an_hour() // Cognito developer guide, "Lockout behavior"
    {
        var clock = new SettableClock { Now = Now };
        var attempts = new SignInAttempts(clock);
        for (var failure = 0; failure < 4; failure++)
        {
            attempts.Fail("p", "ann");
            attempts.IsLocked("p", "ann").ShouldBeFalse();
        }

        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
        {
            attempts.Fail("p", "ann");
            attempts.IsLocked("p", "ann").ShouldBeTrue();
            attempts.IsLocked("p", "bob").ShouldBeFalse();
            clock.Now = clock.Now.AddSeconds(seconds - 0.5);
            attempts.IsLocked("p", "ann").ShouldBeTrue();
            clock.Now = clock.Now.AddSeconds(0.5);
            attempts.IsLocked("p", "ann").ShouldBeFalse();
        }

        attempts.Succeed("p", "ann");
        attempts.Fail("p", "ann");
        attempts.IsLocked("p", "ann").ShouldBeFalse();
    }

    [Fact]
    public void Keys_differ_by_use_and_old_ones_verify_for_a_while() // security §6.3; checklist "rotation keeps old key"
    {
        var keys = PoolKeys.Create(Now);
        PoolKeys.Signing(keys, PoolKeys.IdUse).KeyId.ShouldNotBe(PoolKeys.Signing(keys, PoolKeys.AccessUse).KeyId);
        keys.Keys.ShouldAllBe(static key => key.KeyId.EndsWith('='));
        PoolKeys.IsDue(keys, Now.AddDays(89)).ShouldBeFalse();
        PoolKeys.IsDue(keys, Now.AddDays(90)).ShouldBeTrue();
        var token = SignedToken.Create(PoolKeys.Signing(keys, PoolKeys.IdUse), new() { ["sub"] = "a" });

        var rotated = PoolKeys.Rotate(keys, Now.AddDays(90));
        rotated.Keys.Length.ShouldBe(4);
        rotated.Keys.Count(static key => key.PrivateKey is not null).ShouldBe(2);
        var set = KeySetReader.TryRead(PoolKeys.WriteKeySet(rotated.Keys))!;
        TokenVerifier.CheckSignature(JsonWebToken.TryParse(token, out _)!, set, TokenAlgorithms.RS256).ShouldBe(TokenFault.None);

        PoolKeys.Rotate(rotated, Now.AddDays(180)).Keys.Length.ShouldBe(4); // the first pair is gone
        rotated.ToString().ShouldNotContain(rotated.Keys[^1].PrivateKey!);
    }

    [Fact]
    public void A_code_is_six_digits_and_kept_as_a_hash()
    {
        var (pending, code) = OneTimeCode.Create("signup", "ann@example.com", Now);

        code.ShouldMatch("^[0-9]{6}$");
        pending.Hash.ShouldNotContain(code);
        OneTimeCode.IsRight(pending, code).ShouldBeTrue();
        OneTimeCode.IsRight(pending, code == "000000" ? "000001" : "000000").ShouldBeFalse();
    }
}
