using Gatehouse.Model.Functions;
using Gatehouse.Model.Observations;

namespace Gatehouse.Server.Telemetry;

/// <summary>The terminal and the log groups: each gets what it wants.</summary>
internal sealed class SinkPair(TerminalSink terminal, LogGroupSink logs) : IRequestRecordSink, IFunctionLogSink
{
    public bool IsEnabled => terminal.IsEnabled;

    public bool TakesLogs => logs.TakesLogs;

    public void Write(RequestRecord record)
    {
        if (terminal.IsEnabled)
        {
            terminal.Write(record);
        }

        logs.Write(record);
    }

    public void Write(in FunctionLogLine line)
    {
        terminal.Write(line);
        logs.Write(line);
    }

    public void Write(ReadOnlySpan<FunctionLogLine> lines)
    {
        foreach (ref readonly var line in lines)
        {
            terminal.Write(line);
        }

        logs.Write(lines);
    }
}
