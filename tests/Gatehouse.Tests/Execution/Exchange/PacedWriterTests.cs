using System.IO.Pipelines;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;
using Gatehouse.Tests.Execution.Integrations.Http.Upstream;
using Gatehouse.Tests.Fakes;
using Shouldly;

namespace Gatehouse.Tests.Execution.Exchange;

/// <summary>rest-execution §5.14: the first 10 MB of a STREAM response unthrottled, then 2 MB each second.</summary>
public sealed class PacedWriterTests
{
    private const int MiB = 1 << 20;

    [Fact]
    public async Task Ten_megabytes_flow_and_then_two_each_second()
    {
        var time = new ManualTime();
        var writer = new PacedWriter(PipeWriter.Create(Stream.Null), time);
        for (var i = 0; i < 10; i++)
        {
            Write(writer).IsCompleted.ShouldBeTrue();
        }

        var first = Write(writer);
        first.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(475));
        first.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(50));
        await first;

        var second = Write(writer);
        time.Advance(TimeSpan.FromMilliseconds(475));
        await second; // one second for two mebibytes, on the whole
    }

    [Fact]
    public async Task A_client_slower_than_the_pace_is_not_slowed_further()
    {
        var time = new ManualTime();
        var writer = new PacedWriter(PipeWriter.Create(Stream.Null), time);
        for (var i = 0; i < 10; i++)
        {
            await Write(writer);
        }

        var first = Write(writer);
        time.Advance(TimeSpan.FromSeconds(30));
        await first;

        for (var i = 0; i < 50; i++)
        {
            Write(writer).IsCompleted.ShouldBeTrue();
        }
    }

    private static Task<FlushResult> Write(PacedWriter writer)
    {
        writer.GetSpan(MiB);
        writer.Advance(MiB);
        return writer.FlushAsync().AsTask();
    }
}
