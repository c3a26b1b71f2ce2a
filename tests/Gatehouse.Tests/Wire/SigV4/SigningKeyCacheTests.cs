using Gatehouse.Wire.SigV4;
using Shouldly;

namespace Gatehouse.Tests.Wire.SigV4;

public sealed class SigningKeyCacheTests
{
    [Fact]
    public void A_key_is_found_again_until_its_secret_changes()
    {
        var cache = new SigningKeyCache();
        var key = new byte[SigningKey.Bytes];
        cache.Add(SigningVectors.Credential, "old", key);

        cache.Find(SigningVectors.Credential, "old").ShouldBeSameAs(key);
        cache.Find(SigningVectors.Credential, "new").ShouldBeNull(); // security §1.6: purge on key deactivation
    }

    [Fact]
    public void It_never_holds_more_than_its_limit()
    {
        var cache = new SigningKeyCache();
        for (var i = 0; i < (3 * SigV4Limits.CachedKeys) + 1; i++)
        {
            cache.Add($"key{i}", "secret", []);

            cache.Count.ShouldBeLessThanOrEqualTo(SigV4Limits.CachedKeys);
        }
    }
}
