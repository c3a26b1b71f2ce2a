using System.Globalization;
using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Storage.Sqlite;

/// <summary>
/// The victim of <see cref="CrashTests"/>: the test executable, started again to run only this. It writes until it is
/// killed and says on its standard output what was acknowledged.
/// </summary>
/// <remarks>
/// Explicit, so that an ordinary run does not start it: there it counts as not run, neither passed nor skipped.
/// </remarks>
public sealed class WriteStorm
{
    public const string FolderVariable = "GATEHOUSE_TEST_STORM_FOLDER";
    public const string RoundVariable = "GATEHOUSE_TEST_STORM_ROUND";
    public const string Acknowledged = "acknowledged ";
    public const int Writers = 8;

    public static readonly DocumentScope Scope = new("000000000000", "us-east-1");
    public static readonly string[] Parts = ["a", "b", "c"];

    [Fact(Explicit = true)]
    public async Task Writes_until_it_is_killed()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable)
            ?? throw new InvalidOperationException("Started by CrashTests only.");
        var round = Environment.GetEnvironmentVariable(RoundVariable)!;
        await using var store = await SqliteDocumentStore.OpenAsync(
            folder, [], TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        await using var output = Console.OpenStandardOutput();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(store, output, round, writer))));
    }

    /// <summary>The one text that belongs to a part of a batch: what is read back is whole or it is not this.</summary>
    public static string TextOf(string batch, string part)
    {
        var seed = batch + "/" + part;
        var length = 1 + (int)(uint.Parse(batch.Split('-')[2], CultureInfo.InvariantCulture) * 7_919 % 20_000);
        return new StringBuilder(length + seed.Length).Insert(0, seed, 1 + (length / seed.Length)).ToString();
    }

    private static async Task WriteAsync(SqliteDocumentStore store, Stream output, string round, int writer)
    {
        for (var number = 0; ; number++)
        {
            var name = $"{round}-{writer}-{number}";
            var batch = new DocumentBatch(Scope);
            foreach (var part in Parts)
            {
                batch.Create($"{name}/{part}", new FunctionPolicyDocument { RevisionId = TextOf(name, part), Statements = [] });
            }

            await store.CommitAsync(batch, CancellationToken.None);

            // One write, shorter than a pipe's atomic size: a line is there whole or not at all.
            var line = Encoding.UTF8.GetBytes($"{Acknowledged}{name}\n");
            lock (output)
            {
                output.Write(line);
                output.Flush();
            }
        }
    }
}
