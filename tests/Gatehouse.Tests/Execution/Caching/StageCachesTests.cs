using Gatehouse.Execution.Caching;
using Gatehouse.Model.Documents;
using Shouldly;

namespace Gatehouse.Tests.Execution.Caching;

/// <summary>Sheet §9 (sizes, flush, scope) and the memory that the stages of a node share.</summary>
public sealed class StageCachesTests
{
    private const long Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData("0.5", 64)]
    [InlineData("1.6", 204.8)]
    [InlineData("6.1", 512)] // the bound of one stage
    [InlineData("237", 512)]
    public void The_nominal_size_is_scaled_to_what_a_process_can_spare(string size, double mebibytes) =>
        NewCaches(new ResponseCacheOptions()).Open("a/s", size).CapacityBytes.ShouldBe((long)(mebibytes * Mebibyte));

    [Fact]
    public void A_stage_keeps_its_cache_when_it_is_published_again_and_loses_it_when_it_is_resized_or_closed() // §9
    {
        var caches = NewCaches(new ResponseCacheOptions());
        var first = caches.Open("a/s", "0.5");

        caches.Open("a/s", "0.5").ShouldBeSameAs(first);
        caches.Open("a/t", "0.5").ShouldNotBeSameAs(first);
        var resized = caches.Open("a/s", "1.6");
        resized.ShouldNotBeSameAs(first);
        caches.Close("a/s");
        caches.Open("a/s", "1.6").ShouldNotBeSameAs(resized);
    }

    [Fact]
    public void All_stages_together_stay_within_the_operators_bound_but_for_a_small_least_share()
    {
        var caches = NewCaches(new ResponseCacheOptions { MaxBytes = 100 * Mebibyte });

        caches.Open("a/1", "0.5").CapacityBytes.ShouldBe(64 * Mebibyte);
        caches.Open("a/2", "0.5").CapacityBytes.ShouldBe(36 * Mebibyte);
        caches.Open("a/3", "0.5").CapacityBytes.ShouldBe(4 * Mebibyte);
        caches.Close("a/1");
        caches.Open("a/4", "0.5").CapacityBytes.ShouldBe(60 * Mebibyte);
        caches.Retain(new HashSet<string> { "a/2" });
        caches.Open("a/5", "0.5").CapacityBytes.ShouldBe(64 * Mebibyte);
    }

    [Fact]
    public void A_flush_is_told_by_a_count_and_takes_effect_once_for_its_stage_alone()
    {
        var caches = NewCaches(new ResponseCacheOptions());
        var cache = caches.Open("a/s", "0.5");
        var other = caches.Open("a/t", "0.5");
        var (before, otherBefore) = (cache.Current, other.Current);

        caches.Flush("a/s", 1);
        var after = cache.Current;
        caches.Flush("a/s", 1); // another commit of the same document, such as a flush of the authorizers' cache

        after.ShouldNotBeSameAs(before);
        cache.Current.ShouldBeSameAs(after);
        other.Current.ShouldBeSameAs(otherBefore);
        caches.Forget("a/s");
        var again = caches.Open("a/s", "0.5");
        var fresh = again.Current;
        caches.Flush("a/s", 1); // a stage of the same name counts anew
        again.Current.ShouldNotBeSameAs(fresh);
    }

    private static StageCaches NewCaches(ResponseCacheOptions options) =>
        new(options, new RandomIdSource(), TimeProvider.System);
}
