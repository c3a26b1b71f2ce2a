using System.CommandLine;
using Gatehouse.Server.Composition;
using Gatehouse.Storage;
using Gatehouse.Storage.Logs;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse logs</c>: reads the log groups of a data folder, also while a server writes them.</summary>
internal static class LogsCommand
{
    private const int DefaultLimit = 100;

    public static Command Create()
    {
        var command = new Command(
            "logs",
            "Read log groups: access logs, execution logs, what functions print, and why the gateway refused a request.\n"
            + "Without GROUP: list the groups. A part of a group's name is enough when it fits only one.\n\nExamples:\n"
            + "  gatehouse logs\n"
            + "  gatehouse logs /aws/lambda/hello --follow\n"
            + "  gatehouse logs API-Gateway-Execution-Logs_a1b2c3d4e5/dev --since 10m --filter ERROR\n"
            + "  gatehouse logs --why 6f0c4b1e-7d6a-4d0f-9f43-2f6f3f0a5b11");
        var group = new Argument<string?>("group")
        {
            Description = "The log group, or a part of its name.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var data = new Option<string?>("--data") { Description = "The server's data folder. Default: that of serve." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on printing what arrives; Ctrl+C ends it." };
        var since = new Option<string?>("--since")
        {
            Description = "Only events of the last 30s, 10m, 2h or 1d, or since a time such as 2026-01-31T12:00:00Z.",
        };
        var filter = new Option<string[]>("--filter")
        {
            Description = "Only events that contain this text; given several times, all of them.",
        };
        var why = new Option<string?>("--why") { Description = "Everything that is known of one request, by its id." };
        var limit = new Option<int>("--limit")
        {
            Description = "The last so many events, 1 to 10000.",
            DefaultValueFactory = static _ => DefaultLimit,
        };
        command.Arguments.Add(group);
        foreach (var option in new Option[] { data, follow, since, filter, why, limit })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => RunAsync(
            new LogsRequest
            {
                Folder = parsed.GetValue(data) ?? DataFolder.Default(),
                Group = parsed.GetValue(group),
                Follows = parsed.GetValue(follow),
                Since = parsed.GetValue(since),
                Terms = [.. parsed.GetValue(filter) ?? []],
                Why = parsed.GetValue(why),
                Limit = parsed.GetValue(limit),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(LogsRequest request, CancellationToken cancellationToken)
    {
        using var shutdown = new Shutdown();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, shutdown.Token);
        if (!Directory.Exists(request.Folder))
        {
            throw new OperatorException(
                $"There is no data folder {request.Folder}: no server has kept anything there. Name the server's own with "
                + "--data; a server that was started by 'gatehouse run' keeps its data only when it was given --data.");
        }

        try
        {
            var reader = SqliteLogReader.Open(request.Folder);
            return await new LogsReading(reader, Terminal.Standard, TimeProvider.System).RunAsync(request, either.Token);
        }
        catch (StorageException exception)
        {
            throw new OperatorException(exception.Message);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return 0; // the way to end --follow
        }
    }
}

/// <summary>What the command line of <c>gatehouse logs</c> says.</summary>
internal sealed record LogsRequest
{
    public required string Folder { get; init; }

    public string? Group { get; init; }

    public bool Follows { get; init; }

    public string? Since { get; init; }

    public required System.Collections.Immutable.ImmutableArray<string> Terms { get; init; }

    public string? Why { get; init; }

    public int Limit { get; init; }
}
