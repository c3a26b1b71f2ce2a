using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Model.Logs;
using Gatehouse.Server.Composition;

namespace Gatehouse.Server.Commands;

/// <summary>Finds what <c>gatehouse logs</c> asks for and prints it.</summary>
internal sealed class LogsReading(ILogReader reader, Terminal terminal, TimeProvider time)
{
    private const int MaxLimit = 10_000;

    /// <summary>How often <c>--follow</c> looks. A person does not see a difference to at once.</summary>
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(500);

    /// <returns>0; 1 when nothing was found of a request that was asked for.</returns>
    /// <exception cref="OperatorException">The question cannot be understood, or names no group.</exception>
    public async Task<int> RunAsync(LogsRequest request, CancellationToken cancellationToken)
    {
        if (request.Limit is < 1 or > MaxLimit)
        {
            throw new OperatorException($"--limit must be from 1 to {MaxLimit}.");
        }

        var groups = await reader.ListGroupsAsync(null, "", cancellationToken);
        if (request.Why is { } id)
        {
            return await ExplainAsync(groups, id, cancellationToken);
        }

        if (request.Group is not { } name)
        {
            return List(groups);
        }

        await PrintAsync(Find(groups, name), request, cancellationToken);
        return 0;
    }

    /// <summary><c>30s</c>, <c>10m</c>, <c>2h</c>, <c>1d</c>, or a time.</summary>
    /// <exception cref="OperatorException">It is neither.</exception>
    internal static DateTimeOffset? ParseSince(string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length > 1
            && double.TryParse(
                text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var count)
            && count < 100_000)
        {
            switch (text[^1])
            {
                case 's':
                    return now - TimeSpan.FromSeconds(count);
                case 'm':
                    return now - TimeSpan.FromMinutes(count);
                case 'h':
                    return now - TimeSpan.FromHours(count);
                case 'd':
                    return now - TimeSpan.FromDays(count);
                default:
                    break;
            }
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new OperatorException($"--since {text} is no time; try 10m, 2h, 1d or 2026-01-31T12:00:00Z.");
    }

    private int List(ImmutableArray<LogGroup> groups)
    {
        if (groups.IsEmpty)
        {
            terminal.Line(
                "No log groups yet. A stage's accessLogSettings, its logging level, or a call of a function makes one.");
            return 0;
        }

        foreach (var group in groups)
        {
            var size = group.StoredBytes.ToString("N0", CultureInfo.InvariantCulture);
            var place = $"{group.Key.Scope}, {size} bytes"
                + (group.RetentionDays is { } days
                    ? string.Create(CultureInfo.InvariantCulture, $", kept {days} days")
                    : "");
            terminal.Line($"{terminal.Bold(Printable(group.Key.Name))}  {terminal.Dim(place)}");
        }

        return 0;
    }

    private static LogGroupKey Find(ImmutableArray<LogGroup> groups, string name)
    {
        var exact = groups.Where(group => group.Key.Name == name).ToList();
        var found = exact.Count > 0
            ? exact
            : groups.Where(group => group.Key.Name.Contains(name, StringComparison.Ordinal)).ToList();
        return found.Count switch
        {
            1 => found[0].Key,
            0 => throw new OperatorException(
                $"There is no log group {name}. 'gatehouse logs' lists them; a group appears with its first event."),
            _ => throw new OperatorException(
                $"{name} fits several log groups: "
                + string.Join(", ", found.Select(static group => $"{group.Key.Name} ({group.Key.Scope})")) + "."),
        };
    }

    private async Task PrintAsync(LogGroupKey group, LogsRequest request, CancellationToken cancellationToken)
    {
        var query = new LogQuery
        {
            Group = group,
            Streams = [],
            Terms = request.Terms,
            From = ParseSince(request.Since, time.GetUtcNow()),
            TakesLast = true,
            Limit = request.Limit,
        };
        // What is there already has ids up to here; what follows has greater ones, whatever its time.
        var seen = 0L;
        foreach (var entry in await reader.ReadAsync(query, cancellationToken))
        {
            Print(entry);
            seen = Math.Max(seen, entry.Id);
        }

        if (!request.Follows)
        {
            return;
        }

        using var timer = new PeriodicTimer(FollowInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var entry in await reader.ReadAsync(
                query with { AfterId = seen, TakesLast = false, Limit = MaxLimit }, cancellationToken))
            {
                Print(entry);
                seen = Math.Max(seen, entry.Id);
            }
        }
    }

    /// <summary>Every line of any log that names the request; the gateway's own reason first.</summary>
    private async Task<int> ExplainAsync(
        ImmutableArray<LogGroup> groups, string id, CancellationToken cancellationToken)
    {
        var found = false;
        foreach (var group in groups.OrderBy(static group => group.Key.Name != LogGroupNames.Decisions))
        {
            var entries = await reader.ReadAsync(
                new LogQuery { Group = group.Key, Streams = [], Terms = [id], Limit = MaxLimit }, cancellationToken);
            if (entries.IsEmpty)
            {
                continue;
            }

            found = true;
            terminal.Line(terminal.Bold(Printable(group.Key.Name)));
            foreach (var entry in entries)
            {
                Print(entry);
            }
        }

        if (!found)
        {
            terminal.Line(
                $"Nothing is known of request {Printable(id)}. Gatehouse keeps the reason of every answer that it gave "
                + "itself; a backend's answer leaves a trace only where the stage has an access log or a logging level. "
                + "The id is that of the header x-amzn-RequestId.");
        }

        return found ? 0 : 1;
    }

    private void Print(LogEvent entry)
    {
        var at = entry.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        terminal.Line($"{terminal.Dim(at)} {Printable(entry.Message)}");
    }

    /// <summary>
    /// A log holds what strangers sent: control characters, which could drive the terminal, are shown and not obeyed.
    /// Line breaks stay, indented, so that no line can pass for one of ours.
    /// </summary>
    internal static string Printable(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
        {
            return text;
        }

        return string.Concat(text.ReplaceLineEndings("\n").Select(static c => c switch
        {
            '\n' => "\n    ",
            '\t' => "\t",
            < ' ' or (>= '\u007f' and <= '\u009f') => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            _ => c.ToString(),
        }));
    }
}
