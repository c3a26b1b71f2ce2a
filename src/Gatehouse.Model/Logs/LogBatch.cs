using System.Collections.Immutable;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Logs;

/// <summary>A log group's place.</summary>
public readonly record struct LogGroupKey(DocumentScope Scope, string Name);

/// <summary>One event of a log stream.</summary>
/// <param name="Timestamp">When it happened; the store keeps milliseconds.</param>
/// <param name="Message">Any text; may hold line breaks.</param>
public readonly record struct LogEntry(DateTimeOffset Timestamp, string Message);

/// <summary>Events for one stream, in the order in which they happened.</summary>
public sealed record LogBatch(LogGroupKey Group, string Stream, ImmutableArray<LogEntry> Entries);
