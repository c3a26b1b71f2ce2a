using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Throttling;
using Gatehouse.Model.Documents;
using Gatehouse.Tests.Execution.Throttling;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers;

/// <summary>Keys that cannot meet and a memory that cannot grow: security §5.5, §11.10.</summary>
public sealed class ExpiringCacheTests
{
    private static readonly KeyHasher Hasher = new(new RandomIdSource());
    private readonly SteppedClock _clock = new();

    [Fact]
    public void Parts_of_an_identity_cannot_be_shifted_among_each_other() // §11.10: ("a", "bc") and ("ab", "c")
    {
        CallerKey[] keys =
        [
            KeyOf("a", "bc"), KeyOf("ab", "c"), KeyOf("abc"), KeyOf("abc", ""), KeyOf("", "abc"), KeyOf("a", "b", "c"),
            KeyOf(), KeyOf(""), KeyOf("a\0bc"), KeyOf("a,bc"), KeyOf("A", "bc"),
        ];

        keys.Distinct().Count().ShouldBe(keys.Length);
        KeyOf("a", "bc").ShouldBe(KeyOf("a", "bc"));
    }

    [Fact]
    public void A_long_identity_gives_a_key_and_an_endless_one_none()
    {
        KeyOf(new string('a', 30_000)).ShouldNotBe(KeyOf(new string('a', 30_001)));
        using var writer = new CallerKeyWriter(new byte[16]);
        writer.Append(new string('a', AuthorizerLimits.KeyBytes));
        writer.IsTooLong.ShouldBeTrue();
    }

    [Fact]
    public void A_value_is_found_for_its_time_and_not_a_tick_longer()
    {
        var cache = new ExpiringCache<string>(10, 10_000, _clock);
        cache.Put(KeyOf("a"), "value", 10, TimeSpan.FromSeconds(300));

        _clock.Advance(TimeSpan.FromSeconds(300) - TimeSpan.FromTicks(1));
        cache.Find(KeyOf("a")).ShouldBe("value");
        _clock.Advance(TimeSpan.FromTicks(1));
        cache.Find(KeyOf("a")).ShouldBeNull();
        cache.Count.ShouldBe(0);
        cache.Bytes.ShouldBe(0);
    }

    [Fact]
    public void Nothing_is_kept_for_no_time()
    {
        var cache = new ExpiringCache<string>(10, 10_000, _clock);
        cache.Put(KeyOf("a"), "value", 10, TimeSpan.Zero);
        cache.Find(KeyOf("a")).ShouldBeNull();
    }

    [Fact]
    public void Entries_and_bytes_are_bounded_and_what_is_in_use_stays()
    {
        var cache = new ExpiringCache<string>(100, 1_000_000, _clock);
        cache.Put(KeyOf("used"), "used", 10, TimeSpan.FromHours(1));
        for (var i = 0; i < 10_000; i++)
        {
            cache.Put(KeyOf("one", $"{i}"), "value", 10, TimeSpan.FromHours(1));
            cache.Find(KeyOf("used")).ShouldBe("used");
        }

        cache.Count.ShouldBeLessThanOrEqualTo(100);
        var heavy = new ExpiringCache<string>(100, 10_000, _clock);
        for (var i = 0; i < 100; i++)
        {
            heavy.Put(KeyOf($"{i}"), "value", 1_000, TimeSpan.FromHours(1));
        }

        heavy.Bytes.ShouldBeLessThanOrEqualTo(10_000);
        heavy.Count.ShouldBeInRange(1, 9);
        heavy.Put(KeyOf("whale"), "value", 20_000, TimeSpan.FromHours(1));
        heavy.Find(KeyOf("whale")).ShouldBeNull();
        heavy.Bytes.ShouldBeLessThanOrEqualTo(10_000);
    }

    [Fact]
    public void A_value_put_again_counts_once()
    {
        var cache = new ExpiringCache<string>(10, 10_000, _clock);
        for (var i = 0; i < 1_000; i++)
        {
            cache.Put(KeyOf("a"), $"{i}", 10, TimeSpan.FromHours(1));
        }

        cache.Count.ShouldBe(1);
        cache.Find(KeyOf("a")).ShouldBe("999");
    }

    private static CallerKey KeyOf(params string[] parts)
    {
        var writer = new CallerKeyWriter(stackalloc byte[64]);
        writer.Append((long)parts.Length);
        foreach (var part in parts)
        {
            writer.Append(part);
        }

        var key = writer.Finish(Hasher);
        writer.Dispose();
        return key;
    }
}
