using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Execution.Caching;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Documents;
using Shouldly;

namespace Gatehouse.Tests.Execution.Caching;

/// <summary>The memory behind sheet §9: expiry, the bound in bytes, what stays and what goes, encryption.</summary>
public sealed class StageCacheStateTests
{
    private const long Capacity = 4 * 1024 * 1024;

    private readonly StoppedTime _time = new();

    [Fact]
    public void An_entry_is_found_until_its_time_to_live_has_passed_and_not_a_tick_longer() // §9, TTL
    {
        var cache = NewCache();
        Store(cache, "a", "one", seconds: 300);

        _time.Now += 299;
        Find(cache, "a").ShouldBe("one");
        _time.Now += 1;
        Find(cache, "a").ShouldBeNull();
    }

    [Fact]
    public void A_replaced_entry_answers_with_the_new_body_and_gives_its_bytes_back()
    {
        var cache = NewCache();
        Store(cache, "a", new string('x', 100_000));
        var bytes = cache.Current.Bytes;

        for (var i = 0; i < 1_000; i++)
        {
            Store(cache, "a", new string('y', 100_000));
        }

        cache.Current.Bytes.ShouldBe(bytes);
        cache.Current.Count.ShouldBe(1);
        Find(cache, "a").ShouldBe(new string('y', 100_000));
    }

    [Theory]
    [InlineData(1_048_576, true)] // §9, the largest entry
    [InlineData(1_048_577, false)]
    public void A_body_of_more_than_a_mebibyte_is_not_kept(int length, bool isKept)
    {
        var cache = NewCache();

        Store(cache, "a", new string('x', length));

        (Find(cache, "a") is not null).ShouldBe(isKept);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(404, true)] // any backend status (§9)
    [InlineData(500, true)]
    [InlineData(429, true)]
    [InlineData(206, false)] // one request's range
    [InlineData(304, false)] // one request's condition
    public void Statuses_are_kept_unless_they_answer_one_request_alone(int status, bool isKept)
    {
        var cache = NewCache();

        cache.Store(cache.Current, "a", Rule(), Answers.Of("x", status), "x"u8);

        (Find(cache, "a") is not null).ShouldBe(isKept);
    }

    [Fact]
    public void The_trace_id_of_the_first_caller_is_not_kept_and_every_other_header_is() // §1.6
    {
        var cache = NewCache();

        cache.Store(
            cache.Current, "a", Rule(),
            Answers.Of("x", 201, ("Set-Cookie", new(["a=1", "b=2"])), ("X-Amzn-Trace-Id", "Root=1"), ("X-One", "1")), "x"u8);

        var answer = cache.Current.Find("a", _time.Now)!.Read();
        answer.Status.ShouldBe(201);
        answer.Headers.Select(h => $"{h.Key}: {h.Value}").ShouldBe(["Set-Cookie: a=1,b=2", "X-One: 1"]);
    }

    [Fact]
    public void A_flush_empties_the_cache_also_of_what_was_asked_for_before_it()
    {
        var cache = NewCache();
        Store(cache, "a", "one");
        var before = cache.Current;

        cache.Flush();
        cache.Store(before, "b", Rule(), Answers.Of("late"), "late"u8);

        Find(cache, "a").ShouldBeNull();
        Find(cache, "b").ShouldBeNull();
        cache.Current.Bytes.ShouldBe(0);
    }

    [Fact]
    public void Whatever_is_stored_the_memory_stays_within_its_bound_and_the_index_agrees_with_the_queues()
    {
        var steps = Gen.Choose(0, 200).SelectMany(key => Gen.Choose(0, 300_000).Select(size => (key, size))).ListOf();
        Prop.ForAll(steps.ToArbitrary(), list =>
        {
            var cache = NewCache();
            foreach (var (key, size) in list)
            {
                Store(cache, $"key{key}", new string('x', size));
                _ = Find(cache, $"key{key / 2}");
                _time.Now++;
                if (cache.Current.Bytes > Capacity)
                {
                    return false;
                }
            }

            return list.Count == 0 || cache.Current.Count > 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_asked_for_again_outlives_a_flood_of_what_is_asked_for_once()
    {
        var cache = NewCache();
        for (var i = 0; i < 20; i++)
        {
            Store(cache, $"hot{i}", new string('h', 10_000));
        }

        for (var i = 0; i < 2_000; i++) // 20 MiB through a cache of 4 MiB
        {
            Store(cache, $"once{i}", new string('o', 10_000));
            _ = Find(cache, $"hot{i % 20}");
        }

        Enumerable.Range(0, 20).Count(i => Find(cache, $"hot{i}") is not null).ShouldBe(20);
        cache.Current.Bytes.ShouldBeLessThanOrEqualTo(Capacity);
    }

    [Fact]
    public void What_was_dropped_on_trial_and_comes_back_is_kept_longer_than_newcomers()
    {
        var cache = NewCache();
        Store(cache, "back", new string('b', 10_000));
        Flood(cache, "first", 1_000);
        Find(cache, "back").ShouldBeNull();

        Store(cache, "back", new string('b', 10_000)); // remembered: it starts in the main queue
        Flood(cache, "second", 380); // less than fills the memory anew, more than the trial queue holds

        Find(cache, "back").ShouldNotBeNull();
    }

    [Fact]
    public void Encrypted_entries_hold_neither_body_nor_parameters_in_the_clear_and_read_back_whole() // §9, cacheDataEncrypted
    {
        var cache = NewCache();
        var rule = Rule() with { IsEncrypted = true };
        var name = cache.Cipher.Conceal("token=secret");
        name.ShouldNotContain("secret");
        name.ShouldNotBe(cache.Cipher.Conceal("token=secret2"));

        cache.Store(
            cache.Current, name, rule, Answers.Of("hidden", 203, ("X-A", new(["1", "2"])), ("X-B", "é")), "hidden"u8);

        var answer = cache.Current.Find(name, _time.Now)!.Read();
        Answers.Text(answer).ShouldBe("hidden");
        answer.Status.ShouldBe(203);
        answer.Headers.Select(h => $"{h.Key}: {h.Value}").ShouldBe(["X-A: 1,2", "X-B: é"]);
        answer.ContentType.ToString().ShouldBe("application/json");
    }

    [Fact]
    public void The_cipher_never_says_the_same_twice_and_refuses_a_box_of_another_name_or_with_a_changed_bit()
    {
        var cipher = new EntryCipher(new RandomIdSource());
        var plain = Encoding.UTF8.GetBytes("plain text");

        var box = cipher.Seal(plain, "a");

        cipher.Seal(plain, "a").ShouldNotBe(box);
        Encoding.UTF8.GetString(box).ShouldNotContain("plain");
        cipher.Open(box, "a").ShouldBe(plain);
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => cipher.Open(box, "b"));
        box[^1] ^= 1;
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => cipher.Open(box, "a"));
    }

    [Fact]
    public void A_lookup_allocates_nothing_whether_it_hits_or_misses()
    {
        var cache = NewCache();
        Store(cache, "there", "x");
        var found = 0;
        Look(100); // compiled and warm

        var before = GC.GetAllocatedBytesForCurrentThread();
        Look(1_000);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        found.ShouldBe(1_100);

        void Look(int times)
        {
            var hit = "there".AsSpan();
            var miss = "not".AsSpan();
            for (var i = 0; i < times; i++)
            {
                found += cache.Current.Find(hit, _time.Now) is { } entry && entry.Read().Status == 200 ? 1 : 0;
                found += cache.Current.Find(miss, _time.Now) is null ? 0 : 1;
            }
        }
    }

    [Fact]
    public async Task Many_writers_and_readers_at_once_never_see_a_mixed_answer_and_never_break_the_bound()
    {
        var cache = NewCache();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                var key = $"k{(worker * 31 + i * 7) % 97}";
                Store(cache, key, new string(key[^1], 20_000 + (i % 13)));
                if (Find(cache, $"k{i % 97}") is { } text)
                {
                    text.Distinct().ShouldBe([$"k{i % 97}"[^1]]);
                }
            }
        })));

        cache.Current.Bytes.ShouldBeLessThanOrEqualTo(Capacity);
        cache.Current.Count.ShouldBeLessThanOrEqualTo(97);
    }

    private void Flood(StageCacheState cache, string prefix, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Store(cache, $"{prefix}{i}", new string('f', 10_000));
        }
    }

    private StageCacheState NewCache() => new(Capacity, new EntryCipher(new RandomIdSource()), _time);

    private static CacheRule Rule(int seconds = 300) => new()
    {
        Verb = "GET", TimeToLive = TimeSpan.FromSeconds(seconds), IsEncrypted = false, RequiresAuthorization = true,
        Unauthorized = UnauthorizedRefresh.Warn,
    };

    private static void Store(StageCacheState cache, string key, string body, int seconds = 300) => cache.Store(
        cache.Current, key, Rule(seconds), Answers.Of(body), Encoding.UTF8.GetBytes(body));

    private string? Find(StageCacheState cache, string key) =>
        cache.Current.Find(key, _time.Now) is { } entry ? Answers.Text(entry.Read()) : null;
}
