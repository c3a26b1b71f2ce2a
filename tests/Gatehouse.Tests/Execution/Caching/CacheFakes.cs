using System.Text;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Documents;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Tests.Execution.Caching;

/// <summary>The system's time and what the test adds to it: timers run, and an hour passes when the test says so.</summary>
internal sealed class SkewedTime : TimeProvider
{
    private long _skewTicks;

    public override long TimestampFrequency => System.TimestampFrequency;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _skewTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Skew;

    public override long GetTimestamp() =>
        System.GetTimestamp() + (long)(Skew.TotalSeconds * System.TimestampFrequency);

    private TimeSpan Skew => TimeSpan.FromTicks(Interlocked.Read(ref _skewTicks));
}

/// <summary>Time stands still until it is moved.</summary>
internal sealed class StoppedTime : TimeProvider
{
    public long Now { get; set; } = 1;

    public override long TimestampFrequency => 1; // one tick is a second

    public override long GetTimestamp() => Now;
}

/// <summary>Randomness that a seed repeats.</summary>
internal sealed class SeededIds(int seed) : IIdSource
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    public string AlphanumericId(int length)
    {
        lock (_lock)
        {
            return new string(_random.GetItems<char>("abcdefghijklmnopqrstuvwxyz0123456789", length));
        }
    }

    public string Uuid()
    {
        var bytes = new byte[16];
        Fill(bytes);
        return new Guid(bytes).ToString("D");
    }

    public void Fill(Span<byte> bytes)
    {
        lock (_lock)
        {
            _random.NextBytes(bytes);
        }
    }
}

internal static class Answers
{
    public static MethodAnswer Of(string body, int status = 200, params (string Name, StringValues Value)[] headers) => new()
    {
        Status = status,
        Headers = [.. headers.Select(h => new KeyValuePair<string, StringValues>(h.Name, h.Value))],
        Body = Encoding.UTF8.GetBytes(body),
    };

    public static string Text(MethodAnswer answer) => Encoding.UTF8.GetString(answer.Body.Span);
}
