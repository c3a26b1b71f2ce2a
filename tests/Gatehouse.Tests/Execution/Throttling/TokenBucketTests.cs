using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Execution.Throttling;
using Shouldly;

namespace Gatehouse.Tests.Execution.Throttling;

/// <summary>rest-execution §10.1: `rateLimit` tokens per second come back, `burstLimit` is the bucket's size.</summary>
public sealed class TokenBucketTests
{
    private readonly SteppedClock _clock = new();

    [Fact]
    public void A_full_bucket_gives_exactly_its_burst()
    {
        Take(new TokenBucket(_clock), new Rate(10, 5), times: 9).ShouldBe(5);
    }

    [Fact]
    public void It_refills_at_the_configured_rate_and_never_above_the_burst()
    {
        var bucket = new TokenBucket(_clock);
        var rate = new Rate(10, 5);
        Take(bucket, rate, 5).ShouldBe(5);

        Take(bucket, rate, 1).ShouldBe(0);
        _clock.Advance(TimeSpan.FromMilliseconds(99));
        Take(bucket, rate, 1).ShouldBe(0);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Take(bucket, rate, 2).ShouldBe(1);
        _clock.Advance(TimeSpan.FromHours(1));
        Take(bucket, rate, 9).ShouldBe(5);
    }

    [Fact]
    public void A_fractional_rate_is_held()
    {
        var bucket = new TokenBucket(_clock);
        var rate = new Rate(0.5, 1);
        Take(bucket, rate, 2).ShouldBe(1);

        _clock.Advance(TimeSpan.FromMilliseconds(1_999));
        Take(bucket, rate, 1).ShouldBe(0);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Take(bucket, rate, 2).ShouldBe(1);
    }

    [Fact]
    public void Rate_0_gives_the_burst_once_and_burst_0_gives_nothing()
    {
        var empty = new TokenBucket(_clock);
        Take(empty, new Rate(0, 3), 5).ShouldBe(3);
        _clock.Advance(TimeSpan.FromDays(365));
        Take(empty, new Rate(0, 3), 5).ShouldBe(0);

        Take(new TokenBucket(_clock), new Rate(1_000, 0), 5).ShouldBe(0);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(10, -1)]
    [InlineData(-1, -1)]
    public void Minus_one_is_no_limit(double rate, int burst)
    {
        Rate.Of(rate, burst).ShouldBeNull();
    }

    [Fact]
    public void A_log_line_prints_the_limit_as_AWS_does() // rest-execution §10.1, captured
    {
        new Rate(1, 1).ToString().ShouldBe("Limit: 1.00 Burst: 1");
        new Rate(0.333, 200).ToString().ShouldBe("Limit: 0.33 Burst: 200");
    }

    [Fact]
    public void A_change_of_the_rate_keeps_what_is_missing_and_holds_at_once()
    {
        var bucket = new TokenBucket(_clock);
        Take(bucket, new Rate(0.001, 10), 8).ShouldBe(8);

        Take(bucket, new Rate(100, 5), 9).ShouldBe(0); // eight are missing, and the new bucket holds five
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        Take(bucket, new Rate(100, 5), 9).ShouldBe(1); // at the new rate, not after a thousand seconds
        Take(bucket, new Rate(100, 50), 99).ShouldBe(45);
    }

    [Fact]
    public void An_old_arrival_is_not_refused_a_token_that_has_come_back_since()
    {
        var bucket = new TokenBucket(_clock);
        var rate = new Rate(10, 1);
        var arrived = _clock.GetTimestamp();
        bucket.TryTake(rate, arrived).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(1));

        bucket.TryTake(rate, arrived).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 10)]
    [InlineData(333.3, 7)]
    [InlineData(10_000, 5_000)]
    public void Many_threads_take_exactly_what_there_is(double perSecond, int burst)
    {
        var bucket = new TokenBucket(_clock);
        var rate = new Rate(perSecond, burst);
        var taken = 0L;
        const int steps = 40;
        for (var step = 0; step <= steps; step++)
        {
            Parallel.For(0, 8, _ =>
            {
                while (bucket.TryTake(rate, _clock.GetTimestamp()))
                {
                    Interlocked.Increment(ref taken);
                }
            });
            _clock.Advance(TimeSpan.FromMilliseconds(Math.Min(250, 800.0 * burst / perSecond)));
        }

        // The last step's tokens have not been asked for.
        var seconds = steps * TimeSpan.FromMilliseconds(Math.Min(250, 800.0 * burst / perSecond)).TotalSeconds;
        taken.ShouldBe((long)Math.Floor(burst + (seconds * perSecond) + 0.001));
    }

    /// <summary>A model that keeps tokens as a fraction and the moment of the last look, in exact arithmetic.</summary>
    [Fact]
    public void It_agrees_with_the_textbook_bucket()
    {
        var cases =
            from tenths in Gen.Choose(1, 5_000)
            from burst in Gen.Choose(0, 50)
            from steps in Gen.Choose(0, 3_000).ListOf(60)
            select (Rate: tenths / 10.0, Burst: burst, Steps: steps);
        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var clock = new SteppedClock();
            var bucket = new TokenBucket(clock);
            var rate = new Rate(one.Rate, one.Burst);
            decimal tokens = one.Burst;
            foreach (var milliseconds in one.Steps)
            {
                clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
                tokens = Math.Min(one.Burst, tokens + ((decimal)one.Rate * milliseconds / 1_000));
                var given = bucket.TryTake(rate, clock.GetTimestamp());

                // Within a thousandth of a token of the edge, either is right.
                if (Math.Abs(tokens - 1) > 0.002m && given != tokens >= 1)
                {
                    return false;
                }

                tokens = given ? Math.Max(0, tokens - 1) : tokens;
            }

            return true;
        }));
    }

    private int Take(TokenBucket bucket, Rate rate, int times) =>
        Enumerable.Range(0, times).Count(_ => bucket.TryTake(rate, _clock.GetTimestamp()));
}
