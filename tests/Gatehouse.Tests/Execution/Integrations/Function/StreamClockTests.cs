using System.IO.Pipelines;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Tests.Execution.Integrations.Http.Upstream;
using Gatehouse.Tests.Fakes;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Function;

/// <summary>rest-execution §5.14: the total and the silence that a streamed answer may take.</summary>
public sealed class StreamClockTests
{
    private readonly ManualTime _time = new();
    private readonly Pipe _pipe = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    [Fact]
    public async Task A_silence_ends_the_wait()
    {
        using var clock = Clock(totalSeconds: 900, idleSeconds: 30);
        await ReadPieceAsync(clock);
        _time.Advance(TimeSpan.FromSeconds(29)); // nobody waits: a slow client is not the function's silence
        var waiting = clock.ReadAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(29));
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(2));

        (await waiting).IsCanceled.ShouldBeTrue();
        clock.IsExpired.ShouldBeTrue();
    }

    [Fact]
    public async Task Pieces_that_keep_coming_end_only_at_the_total()
    {
        using var clock = Clock(totalSeconds: 100, idleSeconds: 30);
        for (var i = 0; i < 4; i++)
        {
            var piece = ReadPieceAsync(clock, () => _time.Advance(TimeSpan.FromSeconds(20)));
            await piece;
            clock.IsExpired.ShouldBeFalse();
        }

        var waiting = clock.ReadAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(21));

        (await waiting).IsCanceled.ShouldBeTrue();
        clock.IsExpired.ShouldBeTrue();
    }

    private StreamClock Clock(int totalSeconds, int idleSeconds) =>
        new(_pipe.Reader, _time, TimeSpan.FromSeconds(totalSeconds), TimeSpan.FromSeconds(idleSeconds));

    private async Task ReadPieceAsync(StreamClock clock, Action? meanwhile = null)
    {
        var reading = clock.ReadAsync(CancellationToken.None);
        meanwhile?.Invoke();
        await _pipe.Writer.WriteAsync("x"u8.ToArray());
        var read = await reading;
        read.IsCanceled.ShouldBeFalse();
        _pipe.Reader.AdvanceTo(read.Buffer.End);
    }
}
