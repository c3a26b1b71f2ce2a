using Gatehouse.Server.Commands;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Telemetry;

/// <summary>Log lines on standard error, one line each, without a provider's queue and configuration around them.</summary>
internal sealed class StandardErrorLogger(string category, LogLevel lowest, TimeProvider time) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var message = formatter(state, exception);
        var line = $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {Short(logLevel)} {category}[{eventId.Id}] {message}";
        Terminal.Error.Line(exception is null ? line : line + Environment.NewLine + exception);
    }

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}

/// <summary>Makes the loggers; Kestrel's own chatter stays one level higher than ours.</summary>
internal sealed class StandardErrorLoggerFactory(bool isVerbose, TimeProvider time) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName)
    {
        var isOurs = categoryName.StartsWith("Gatehouse", StringComparison.Ordinal);
        var lowest = (isOurs, isVerbose) switch
        {
            (true, true) => LogLevel.Debug,
            (true, false) or (false, true) => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        var shortName = categoryName[(categoryName.LastIndexOf('.') + 1)..];
        return new StandardErrorLogger(shortName, lowest, time);
    }

    public void AddProvider(ILoggerProvider provider)
    {
        // One destination, chosen here; exporters come through OpenTelemetry's own factory.
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
