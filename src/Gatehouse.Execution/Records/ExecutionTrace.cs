using System.Runtime.CompilerServices;
using Gatehouse.Execution.Exchange;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Records;

/// <summary>
/// How much of a request's execution log somebody wants: the method setting's level and its data trace.
/// </summary>
internal enum TraceDetail
{
    /// <summary><c>loggingLevel: ERROR</c>: the failing lines and the final status.</summary>
    Errors = 0,

    /// <summary><c>loggingLevel: INFO</c>: the lines of every phase.</summary>
    Info = 1,

    /// <summary>
    /// <c>INFO</c> with <c>dataTraceEnabled</c>, and TestInvoke: headers, parameters, bodies and addresses too.
    /// </summary>
    Full = 2,
}

internal enum TraceLevel
{
    Error = 0,
    Info = 1,
}

/// <param name="At">When it was written.</param>
/// <param name="Level">Of the line.</param>
/// <param name="Text">Without time and request id; cut and masked already.</param>
internal readonly record struct TraceLine(DateTimeOffset At, TraceLevel Level, string Text);

/// <summary>
/// The execution log of one request (sheet §13.1 and §14.1). It exists only when somebody wants it: write
/// <c>request.Trace?.Info($"…")</c>, which formats nothing when there is none, or when its detail does not go so far.
/// Bounded in lines and characters; what is over the bound is counted.
/// </summary>
internal sealed class ExecutionTrace(TraceDetail detail, TimeProvider time, bool isTest)
{
    private readonly List<TraceLine> _lines = [];
    private int _characters;

    /// <summary>The log of a TestInvoke, which leaves out some lines of the live log.</summary>
    public bool IsTest { get; } = isTest;

    public TraceDetail Detail { get; } = detail;

    public bool WantsInfo => Detail >= TraceDetail.Info;

    /// <summary>Headers, parameters, bodies, addresses.</summary>
    public bool WantsData => Detail == TraceDetail.Full;

    public IReadOnlyList<TraceLine> Lines => _lines;

    /// <summary>Lines that did not fit.</summary>
    public int DroppedLines { get; private set; }

    /// <summary>A line of the level ERROR has been written.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>A line that says what failed (sheet §14.2).</summary>
    public void Error(string text)
    {
        HasErrors = true;
        Add(TraceLevel.Error, text);
    }

    /// <summary>A phase line.</summary>
    public void Info([InterpolatedStringHandlerArgument("")] ref InfoText text)
    {
        if (text.IsWanted)
        {
            Add(TraceLevel.Info, text.Take());
        }
    }

    /// <summary>A phase line.</summary>
    public void Info(string text)
    {
        if (WantsInfo)
        {
            Add(TraceLevel.Info, text);
        }
    }

    /// <summary>A line that shows the request's own content: only with data trace.</summary>
    public void Data([InterpolatedStringHandlerArgument("")] ref DataText text)
    {
        if (text.IsWanted)
        {
            Add(TraceLevel.Info, text.Take());
        }
    }

    /// <summary><c>{label}: {a=1, b=2}</c>, as Java prints a map; secrets masked. Only with data trace.</summary>
    public void DataHeaders(string label, IEnumerable<KeyValuePair<string, StringValues>> headers)
    {
        if (WantsData)
        {
            Add(TraceLevel.Info, string.Concat(label, ": ", TraceText.Headers(headers)));
        }
    }

    /// <summary><c>{label}: {a=1, b=2}</c>. Only with data trace.</summary>
    public void DataMap(string label, IEnumerable<KeyValuePair<string, string>> values)
    {
        if (WantsData)
        {
            Add(TraceLevel.Info, string.Concat(label, ": ", TraceText.Map(values)));
        }
    }

    /// <summary><c>{label}: {body}</c>. Only with data trace.</summary>
    public void DataBody(string label, ReadOnlySpan<byte> utf8)
    {
        if (WantsData)
        {
            Add(TraceLevel.Info, string.Concat(label, ": ", TraceText.Body(utf8)));
        }
    }

    /// <summary>The last line of every log. At the level ERROR only after a failure (sheet §14.1).</summary>
    public void Completed(int status)
    {
        if (WantsInfo || HasErrors)
        {
            var text = string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"Method completed with status: {status}");
            Add(TraceLevel.Info, text);
        }
    }

    /// <summary>A secret as logs show it: asterisks, and its last six characters (sheet §14.1).</summary>
    public static string Mask(string? secret) => TraceText.Mask(secret);

    private void Add(TraceLevel level, string text)
    {
        if (_lines.Count >= RecordLimits.Lines || _characters >= RecordLimits.Characters)
        {
            DroppedLines++;
            return;
        }

        var cut = TraceText.Cut(text, RecordLimits.LineLength);
        _characters += cut.Length;
        _lines.Add(new TraceLine(time.GetUtcNow(), level, cut));
    }
}

/// <summary>Formats a phase line only when the trace takes such lines.</summary>
[InterpolatedStringHandler]
internal ref struct InfoText
{
    private DefaultInterpolatedStringHandler _text;

    public InfoText(int literalLength, int formattedCount, ExecutionTrace trace, out bool isWanted)
    {
        IsWanted = isWanted = trace.WantsInfo;
        _text = isWanted ? TraceText.NewHandler(literalLength, formattedCount) : default;
    }

    public bool IsWanted { get; }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    public void AppendFormatted(ReadOnlySpan<char> value) => _text.AppendFormatted(value);

    public string Take() => _text.ToStringAndClear();
}

/// <summary>Formats a data line only when the trace takes such lines.</summary>
[InterpolatedStringHandler]
internal ref struct DataText
{
    private DefaultInterpolatedStringHandler _text;

    public DataText(int literalLength, int formattedCount, ExecutionTrace trace, out bool isWanted)
    {
        IsWanted = isWanted = trace.WantsData;
        _text = isWanted ? TraceText.NewHandler(literalLength, formattedCount) : default;
    }

    public bool IsWanted { get; }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    public void AppendFormatted(ReadOnlySpan<char> value) => _text.AppendFormatted(value);

    public string Take() => _text.ToStringAndClear();
}
