using Shouldly;

namespace Gatehouse.Conformance.Hostile;

/// <summary>
/// Every row over a raw socket against the built server: the answer it gets, and that what the backend gets is what the
/// client meant, or nothing.
/// </summary>
public sealed class HostileTableTests(HostileApi api) : IClassFixture<HostileApi>
{
    private static readonly Dictionary<string, HostileCase> Table =
        HostileTargets.Cases.Concat(HostileFraming.Cases).Concat(HostileHeaders.Cases).Concat(HostileBodies.Cases)
            .Concat(HostileMappings.Cases).ToDictionary(static row => row.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names() => [.. Table.Keys];

    [Fact]
    public void The_table_has_at_least_150_rows() => Table.Count.ShouldBeGreaterThan(150);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_hostile_request_gets_its_answer_and_never_reaches_a_backend_altered(string name)
    {
        var runner = new HostileRunner(
            api.Server.Port, api.Backend, api.Fill,
            (HostileCase.Get("/dev/mock", "Connection: close"), "{\"mock\":true}"));

        await runner.RunAsync(Table[name]);
    }
}
