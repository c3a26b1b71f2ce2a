using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Gatehouse.Model.Functions;
using Gatehouse.Model.Observations;
using Gatehouse.Server.Commands;

namespace Gatehouse.Server.Telemetry;

/// <summary>
/// Prints finished requests and what functions print, a line each. Requests never wait for the terminal: lines go
/// through a bounded channel; when it is full they are dropped and the loss is said.
/// </summary>
internal sealed class TerminalSink : IRequestRecordSink, IFunctionLogSink, IAsyncDisposable
{
    /// <summary>Lines that wait at most; a terminal shows some thousands a second.</summary>
    private const int Capacity = 4_096;

    /// <summary>Characters that are printed in one piece, and then what the last line has.</summary>
    private const int PieceLength = 65_536;

    /// <summary>
    /// The first line waits so long for company: no eye sees it, and under load one write prints hundreds of lines
    /// where each would have woken a thread of its own.
    /// </summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly Task _printing;
    private long _dropped;
    private long _allDropped;

    public TerminalSink(Terminal terminal, bool showsRequests, TimeProvider time)
    {
        _terminal = terminal;
        _time = time;
        IsEnabled = showsRequests;
        _printing = Task.Run(PrintAsync);
    }

    public bool IsEnabled { get; }

    /// <summary>Lines dropped since the start.</summary>
    public long DroppedLines => Interlocked.Read(ref _allDropped);

    public void Write(RequestRecord record)
    {
        var status = record.Status.ToString(CultureInfo.InvariantCulture);
        var line = $"{record.Timestamp:HH:mm:ss} {Paint(record.Status, status)} {record.HttpMethod} {record.Path} "
            + _terminal.Dim($"{record.ResponseLatencyMs:F1} ms");
        if (record.Detail is { } detail)
        {
            // The reason of an answer that the gateway itself decided: what AWS hides in the execution log.
            line += $"{Environment.NewLine}         {_terminal.Yellow(record.GatewayResponseType ?? "why")}: {detail}";
        }

        Enqueue(line);
    }

    public void Write(in FunctionLogLine line)
    {
        if (!line.Text.StartsWith("START RequestId:", StringComparison.Ordinal)
            && !line.Text.StartsWith("END RequestId:", StringComparison.Ordinal))
        {
            Enqueue($"{line.Timestamp:HH:mm:ss} {_terminal.Dim($"[{line.Function.Name}]")} {line.Text}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _printing;
    }

    private void Enqueue(string line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
            Interlocked.Increment(ref _allDropped);
        }
    }

    private async Task PrintAsync()
    {
        var text = new StringBuilder();
        while (await _lines.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await Task.Delay(Linger, _time, CancellationToken.None);
            text.Clear();
            while (_lines.Reader.TryRead(out var line))
            {
                text.Append(text.Length == 0 ? "" : Environment.NewLine).Append(line);
                if (text.Length > PieceLength)
                {
                    break;
                }
            }

            _terminal.Line(text.ToString());
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
            {
                _terminal.Line(_terminal.Yellow($"({dropped} lines were dropped: the terminal is slower than the traffic)"));
            }
        }
    }

    private string Paint(int status, string text) => status switch
    {
        < 400 => _terminal.Green(text),
        < 500 => _terminal.Yellow(text),
        _ => _terminal.Red(text),
    };
}
