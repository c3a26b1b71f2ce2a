using Gatehouse.Conformance.Hostile;
using Shouldly;

namespace Gatehouse.Conformance.HttpApis;

/// <summary>Every hostile request over a raw socket against an HTTP API of the built server.</summary>
public sealed class HttpHostileTableTests(HttpHostileApi api) : IClassFixture<HttpHostileApi>
{
    private static readonly Dictionary<string, HostileCase> Table =
        HttpHostileCases.Cases.ToDictionary(static row => row.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names() => [.. Table.Keys];

    [Fact]
    public void The_table_has_at_least_250_rows() => Table.Count.ShouldBeGreaterThan(250);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_hostile_request_gets_its_answer_and_never_reaches_a_backend_altered(string name)
    {
        var runner = new HostileRunner(
            api.Server.Port, api.Backend, api.Fill,
            (HostileCase.Get("/dev/none", "Connection: close"), "{\"message\":\"Not Found\"}"));

        await runner.RunAsync(Table[name]);
    }
}
