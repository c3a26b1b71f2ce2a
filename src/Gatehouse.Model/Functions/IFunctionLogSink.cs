namespace Gatehouse.Model.Functions;

/// <summary>Receives what functions print, a line at a time. Must not block; overflow drops and counts.</summary>
public interface IFunctionLogSink
{
    void Write(in FunctionLogLine line);

    /// <summary>Lines of one sandbox, in order: kept together, they cost less than one by one.</summary>
    void Write(ReadOnlySpan<FunctionLogLine> lines)
    {
        foreach (ref readonly var line in lines)
        {
            Write(line);
        }
    }
}

/// <param name="Function">The function, qualified by the version that ran.</param>
/// <param name="RequestId">The invocation during which the line was printed, when there was one.</param>
/// <param name="LogStream"><c>YYYY/MM/DD/[version]32hex</c>.</param>
/// <param name="Timestamp">When the host read it.</param>
/// <param name="Text">Without its line end.</param>
public readonly record struct FunctionLogLine(
    FunctionName Function, string? RequestId, string LogStream, DateTimeOffset Timestamp, string Text)
{
    /// <value>Where its owner wants it; <see langword="null"/> for <c>/aws/lambda/{function}</c>.</value>
    public string? LogGroup { get; init; }
}
