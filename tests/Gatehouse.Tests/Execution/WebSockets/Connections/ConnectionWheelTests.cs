using Gatehouse.Execution.WebSockets.Connections;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets.Connections;

/// <summary>One timer for the deadlines of all connections.</summary>
public sealed class ConnectionWheelTests
{
    private readonly JumpingTime _time = new();
    private readonly List<Exception> _failures = [];

    [Fact]
    public void An_item_turns_in_its_second_and_again_when_it_says_so()
    {
        using var wheel = new ConnectionWheel(_time, _failures.Add);
        var item = new Item(now => now < 7_000 ? 7_000 : -1);
        wheel.Schedule(item, 5_000);

        _time.Advance(TimeSpan.FromSeconds(4));
        item.Turns.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(60));

        item.Turns.ShouldBe([5_000, 7_000]);
    }

    [Fact]
    public void A_sooner_time_counts_and_a_later_one_does_not()
    {
        using var wheel = new ConnectionWheel(_time, _failures.Add);
        var item = new Item(static _ => -1);
        wheel.Schedule(item, 500_000);
        wheel.Schedule(item, 2_000);
        wheel.Schedule(item, 9_000);

        _time.Advance(TimeSpan.FromSeconds(600));

        item.Turns.ShouldBe([2_000]);
    }

    [Fact]
    public void What_is_farther_away_than_the_wheel_is_looked_at_before()
    {
        using var wheel = new ConnectionWheel(_time, _failures.Add);
        var item = new Item(static now => now < 7_200_000 ? 7_200_000 : -1);
        wheel.Schedule(item, 7_200_000);

        _time.Advance(TimeSpan.FromHours(3));

        item.Turns[^1].ShouldBe(7_200_000);
        item.Turns.Count.ShouldBeLessThan(10);
    }

    [Fact]
    public void One_that_is_forgotten_or_throws_stops_nobody_else()
    {
        using var wheel = new ConnectionWheel(_time, _failures.Add);
        var forgotten = new Item(static _ => -1);
        var broken = new Item(static _ => throw new InvalidOperationException("bug"));
        var good = new Item(static _ => -1);
        foreach (var item in new[] { forgotten, broken, good })
        {
            wheel.Schedule(item, 3_000);
        }

        wheel.Forget(forgotten);
        wheel.Schedule(forgotten, 4_000);
        _time.Advance(TimeSpan.FromSeconds(10));

        forgotten.Turns.ShouldBeEmpty();
        good.Turns.Count.ShouldBe(1);
        _failures.ShouldHaveSingleItem().Message.ShouldBe("bug");
    }

    private sealed class Item(Func<long, long> turn) : IWheelItem
    {
        public List<long> Turns { get; } = [];

        public long DueTick { get; set; }

        public long Turn(long now)
        {
            Turns.Add(now);
            return turn(now);
        }
    }
}
