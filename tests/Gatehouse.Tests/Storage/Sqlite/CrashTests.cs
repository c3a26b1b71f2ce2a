using System.Diagnostics;
using System.Globalization;
using Gatehouse.Model.Functions;
using Gatehouse.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Storage.Sqlite;

/// <summary>
/// A kill at any moment loses no acknowledged write, and no batch is there in part (issue, "The store").
/// </summary>
public sealed class CrashTests
{
    [Fact]
    public async Task A_kill_in_a_write_storm_loses_no_acknowledged_batch_and_halves_none()
    {
        using var folder = new TemporaryFolder();
        var acknowledged = new List<string>();
        var last = 0L;

        // Each round dies at another point of the log's life: before, at and after its checkpoint (1,000 pages).
        foreach (var (round, lines) in new[] { 1, 25, 120, 400, 900 }.Index())
        {
            acknowledged.AddRange(await StormAsync(folder.Path, round, lines));
            last = await CheckAsync(folder.Path, acknowledged, last);
        }
    }

    /// <returns>The batches that were acknowledged before the process died.</returns>
    private static async Task<List<string>> StormAsync(string folder, int round, int linesBeforeTheKill)
    {
        using var storm = Process.Start(StartOf(folder, round))!;
        var lines = new List<string>();
        while (await storm.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(WriteStorm.Acknowledged, StringComparison.Ordinal))
            {
                continue; // the runner's own words
            }

            lines.Add(line[WriteStorm.Acknowledged.Length..]);
            if (lines.Count == linesBeforeTheKill)
            {
                storm.Kill(); // SIGKILL; what it had said by then is still in the pipe
            }
        }

        await storm.WaitForExitAsync();
        lines.Count.ShouldBeGreaterThanOrEqualTo(linesBeforeTheKill, await storm.StandardError.ReadToEndAsync());
        return lines;
    }

    /// <returns>The store's revision.</returns>
    private static async Task<long> CheckAsync(string folder, List<string> acknowledged, long last)
    {
        await using var store = await SqliteDocumentStore.OpenAsync(
            folder, [], TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var stored = await store.ListAsync<FunctionPolicyDocument>(WriteStorm.Scope, "", CancellationToken.None);
        var batches = stored.GroupBy(document => document.Id[..document.Id.IndexOf('/')]).ToDictionary(batch => batch.Key);

        acknowledged.Where(batch => !batches.ContainsKey(batch)).ShouldBeEmpty();
        foreach (var (name, parts) in batches)
        {
            parts.Select(part => part.Id).ShouldBe(WriteStorm.Parts.Select(part => $"{name}/{part}"));
            parts.Select(part => part.Revision).Distinct().ShouldHaveSingleItem();
            parts.ShouldAllBe(part => part.Value.RevisionId == WriteStorm.TextOf(name, part.Id.Substring(part.Id.IndexOf('/') + 1)));
        }

        var newest = stored.Max(document => document.Revision);
        newest.ShouldBeGreaterThan(last);
        await using var connection = new SqliteFile(
            Path.Combine(folder, SqliteDocumentStore.FileName), new SqliteSettings()).OpenForReading();
        SqliteFile.Ask(connection, "PRAGMA integrity_check").ShouldBe("ok");
        SqliteFile.Ask(connection, "SELECT value FROM counters WHERE name = 'revision'").ShouldBe(newest);
        SqliteFile.Ask(connection, "SELECT max(revision) FROM changes").ShouldBe(newest);
        return newest;
    }

    private static ProcessStartInfo StartOf(string folder, int round)
    {
        var storm = $"{typeof(WriteStorm).FullName}.{nameof(WriteStorm.Writes_until_it_is_killed)}";
        string[] arguments = ["-explicit", "only", "-method", storm, "-noColor"];
        var start = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? new ProcessStartInfo(Environment.ProcessPath!, [typeof(WriteStorm).Assembly.Location, .. arguments])
            : new ProcessStartInfo(Environment.ProcessPath!, arguments);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment[WriteStorm.FolderVariable] = folder;
        start.Environment[WriteStorm.RoundVariable] = round.ToString(CultureInfo.InvariantCulture);
        return start;
    }
}
