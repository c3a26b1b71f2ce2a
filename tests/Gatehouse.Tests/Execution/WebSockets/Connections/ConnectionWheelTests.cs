using Gatehouse.Execution.WebSockets.Connections;
using Gatehouse.Tests.Fakes;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets.Connections;

/// <summary>One timer for the deadlines of all connections.</summary>
public sealed class ConnectionWheelTests
{
    private readonly ManualTime _time = new(TimeSpan.FromSeconds(1));
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

    [Fact] // ten minutes of closed connections stayed in memory
    public void What_is_forgotten_is_not_kept()
    {
        using var wheel = new ConnectionWheel(_time, _failures.Add);
        var neighbours = Enumerable.Range(0, 3).Select(static _ => new Item(static _ => -1)).ToArray();
        var gone = Forgotten(wheel, neighbours);

        GC.Collect();

        gone.IsAlive.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(700));
        neighbours.ShouldAllBe(item => item.Turns.Count == 1);
    }

    [Fact]
    public void Items_that_come_move_and_go_turn_at_the_soonest_of_their_times()
    {
        using var wheel = new ConnectionWheel(_time, _failures.Add);
        var random = new Random(7);
        var items = Enumerable.Range(0, 200).Select(static _ => new Item(static _ => -1)).ToArray();
        var due = new long[items.Length];
        for (var step = 0; step < 2_000; step++)
        {
            var index = random.Next(items.Length);
            if (due[index] >= 0 && random.Next(10) == 0)
            {
                wheel.Forget(items[index]);
                due[index] = -1;
            }
            else if (due[index] >= 0)
            {
                var at = 1_000L * random.Next(1, 900);
                wheel.Schedule(items[index], at);
                due[index] = due[index] == 0 ? at : Math.Min(due[index], at);
            }
        }

        _time.Advance(TimeSpan.FromSeconds(1_000));

        for (var index = 0; index < items.Length; index++)
        {
            items[index].Turns.ShouldBe(due[index] > 0 ? [due[index]] : []);
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Forgotten(ConnectionWheel wheel, Item[] neighbours)
    {
        var item = new Item(static _ => -1);
        wheel.Schedule(neighbours[0], 600_000);
        wheel.Schedule(item, 600_000);
        wheel.Schedule(neighbours[1], 600_000);
        wheel.Schedule(neighbours[2], 600_000);
        wheel.Forget(item);
        return new WeakReference(item);
    }

    private sealed class Item(Func<long, long> turn) : IWheelItem
    {
        public List<long> Turns { get; } = [];

        public long DueTick { get; set; }

        public int Position { get; set; }

        public long Turn(long now)
        {
            Turns.Add(now);
            return turn(now);
        }
    }
}
