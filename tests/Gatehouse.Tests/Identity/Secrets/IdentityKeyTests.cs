using System.Text;
using Gatehouse.Identity.Secrets;
using Shouldly;

namespace Gatehouse.Tests.Identity.Secrets;

/// <summary>Secrets at rest and on their way (security §11.14).</summary>
public sealed class IdentityKeyTests
{
    private readonly IdentityKey _key = IdentityKey.CreateTransient();

    [Fact]
    public void What_is_sealed_opens_for_its_owner_and_purpose_only()
    {
        var text = _key.Seal("secret"u8, "p", "AKIA1");

        Encoding.UTF8.GetString(_key.Open(text, "p", "AKIA1")!).ShouldBe("secret");
        _key.Open(text, "p", "AKIA2").ShouldBeNull();
        _key.Open(text, "q", "AKIA1").ShouldBeNull();
        IdentityKey.CreateTransient().Open(text, "p", "AKIA1").ShouldBeNull();
        _key.Seal("secret"u8, "p", "AKIA1").ShouldNotBe(text);
        Convert.FromBase64String(text).AsSpan().IndexOf("secret"u8).ShouldBe(-1);
    }

    [Fact]
    public void A_changed_bit_or_a_missing_byte_opens_nothing()
    {
        var bytes = Convert.FromBase64String(_key.Seal("secret"u8, "p", "o"));
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            _key.Open(Convert.ToBase64String(changed), "p", "o").ShouldBeNull();
            _key.Open(Convert.ToBase64String(bytes[..i]), "p", "o").ShouldBeNull();
        }

        _key.Open("not base64!", "p", "o").ShouldBeNull();
        _key.Open("", "p", "o").ShouldBeNull();
    }

    [Fact]
    public void The_first_key_seals_and_the_others_open_what_they_sealed()
    {
        var (one, two) = (new byte[IdentityKey.KeyBytes], Enumerable.Repeat((byte)7, IdentityKey.KeyBytes).ToArray());
        var before = new IdentityKey(one).Seal("secret"u8, "p", "o");
        var both = new IdentityKey([two, one]);
        var after = both.Seal("secret"u8, "p", "o");

        both.Open(before, "p", "o").ShouldNotBeNull();
        both.IsCurrent(before).ShouldBeFalse();
        both.IsCurrent(after).ShouldBeTrue();
        both.IsCurrent("").ShouldBeFalse();
        both.IsCurrent("not base64 at all").ShouldBeFalse();
        new IdentityKey(one).Open(after, "p", "o").ShouldBeNull();
        new IdentityKey(two).Open(after, "p", "o").ShouldNotBeNull();
    }

    [Fact]
    public void Its_text_form_is_no_key()
    {
        _key.ToString()!.Length.ShouldBe("identity key ".Length + 8);
    }
}
