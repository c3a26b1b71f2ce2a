using System.Globalization;

namespace Gatehouse.Oracles;

/// <summary>
/// The seed and the size of a generated run. GATEHOUSE_ORACLE_SEED replays a run; GATEHOUSE_ORACLE_COUNT makes it longer.
/// </summary>
internal static class GeneratedRun
{
    public const int Batches = 20;
    private const int DefaultCount = 20_000;

    public static int Seed { get; } = Read("GATEHOUSE_ORACLE_SEED") ?? Random.Shared.Next(1, int.MaxValue);

    /// <summary>Cases in one batch; together at least 20,000 (issue 3).</summary>
    public static int BatchSize { get; } = (Read("GATEHOUSE_ORACLE_COUNT") ?? DefaultCount) / Batches;

    /// <summary>Each case has a generator of its own, so that one can be made again without those before it.</summary>
    public static Random RandomOf(int index) => new(unchecked((Seed * 1_000_003) + index));

    public static string Origin(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"GATEHOUSE_ORACLE_SEED={Seed}, case {index}");

    /// <summary>All batches; just one, to be skipped with the reason, where the original is missing.</summary>
    public static IEnumerable<int> BatchNumbers(string? classPath) =>
        Enumerable.Range(0, classPath is null ? 1 : Batches);

    private static int? Read(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
