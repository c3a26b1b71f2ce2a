using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Model.Logs;
using Gatehouse.Model.Observations;

namespace Gatehouse.Server.Telemetry;

/// <summary>
/// Writes what requests and functions leave behind into log groups: access logs, execution logs, why the gateway itself
/// answered, and what functions print. Hands over and goes on; the writer stores in its own time.
/// </summary>
/// <param name="stream">
/// 32 hexadecimal digits: all of one server's lines of a group are in one stream (observability §2.3).
/// </param>
/// <param name="time">For the moment of an access log's line.</param>
internal sealed class LogGroupSink(string stream, TimeProvider time) : IRequestRecordSink, IFunctionLogSink
{
    /// <summary>Characters of a path that a decision shows; a client can make it eight thousand long.</summary>
    private const int PathLength = 512;

    private volatile ILogWriter? _writer;

    public bool IsEnabled => false;

    public bool TakesLogs => _writer is not null;

    /// <summary>The store is opened after those that log into it were built.</summary>
    public void Attach(ILogWriter writer) => _writer = writer;

    /// <summary>Stored before this returns: a code that was lost on its way helps nobody.</summary>
    public async ValueTask WriteAsync(LogGroupKey group, string text, CancellationToken cancellationToken)
    {
        var writer = _writer ?? throw new InvalidOperationException("The log store is not open yet.");
        await writer.WriteAsync(new LogBatch(group, stream, [new LogEntry(time.GetUtcNow(), text)]), cancellationToken);
    }

    public void Write(RequestRecord record)
    {
        if (_writer is not { } writer)
        {
            return;
        }

        if (record.AccessLog is { } access)
        {
            var group = new LogGroupKey(access.Destination.Scope, GroupOf(access.Destination));
            Write(writer, record, group, [new LogEntry(time.GetUtcNow(), access.Text)]);
        }

        if (!record.ExecutionLog.IsEmpty)
        {
            var name = record.IsWebSocket
                ? LogGroupNames.WebSocketExecutionLog(record.ApiId, record.Stage)
                : LogGroupNames.ExecutionLog(record.ApiId, record.Stage);
            var group = new LogGroupKey(record.Scope, name);
            Write(writer, record, group, EntriesOf(record));
        }

        if (record.GatewayResponseType is { } type)
        {
            var path = record.Path.Length > PathLength ? record.Path[..PathLength] : record.Path;
            var text = $"({record.RequestId}) {record.HttpMethod} {path} of {record.ApiId}/{record.Stage} "
                + $"answered {record.Status} {type}: {record.Detail ?? "no reason was given"}";
            writer.TryWrite(new LogBatch(
                new LogGroupKey(record.Scope, LogGroupNames.Decisions), stream,
                [new LogEntry(record.Timestamp, text)]));
        }
    }

    public void Write(in FunctionLogLine line) => Write(new ReadOnlySpan<FunctionLogLine>(in line));

    public void Write(ReadOnlySpan<FunctionLogLine> lines)
    {
        if (_writer is not { } writer || lines.IsEmpty)
        {
            return;
        }

        var entries = ImmutableArray.CreateBuilder<LogEntry>(lines.Length);
        foreach (ref readonly var line in lines)
        {
            entries.Add(new LogEntry(line.Timestamp, line.Text));
        }

        var function = lines[0].Function;
        writer.TryWrite(new LogBatch(
            new LogGroupKey(
                new DocumentScope(function.Account, function.Region), lines[0].LogGroup ?? LogGroupNames.Function(function.Name)),
            lines[0].LogStream,
            entries.MoveToImmutable()));
    }

    /// <summary>
    /// Differs from AWS: there is no Firehose here, so the lines for a delivery stream are kept in a group of its name.
    /// </summary>
    private static string GroupOf(AccessLogDestination destination) =>
        destination.IsDeliveryStream ? "/gatehouse/firehose/" + destination.Name : destination.Name;

    private static ImmutableArray<LogEntry> EntriesOf(RequestRecord record)
    {
        var entries = ImmutableArray.CreateBuilder<LogEntry>(record.ExecutionLog.Length);
        foreach (var line in record.ExecutionLog)
        {
            entries.Add(new LogEntry(line.Timestamp, $"({record.RequestId}) {line.Text}"));
        }

        return entries.MoveToImmutable();
    }

    private void Write(ILogWriter writer, RequestRecord record, LogGroupKey group, ImmutableArray<LogEntry> entries)
    {
        writer.TryWrite(new LogBatch(group, stream, entries));
        if (record.IsCanary)
        {
            var copy = group with { Name = group.Name + LogGroupNames.CanarySuffix };
            writer.TryWrite(new LogBatch(copy, stream, entries));
        }
    }
}
