namespace Gatehouse.Conformance.WebSockets;

/// <summary>The rows of one group by their names, so that each is a test of its own.</summary>
internal sealed class SocketTable
{
    private readonly Dictionary<string, SocketCase> _cases;

    public SocketTable(IEnumerable<SocketCase> cases) =>
        _cases = cases.ToDictionary(static one => one.Name, StringComparer.Ordinal);

    public TheoryData<string> Names => [.. _cases.Keys];

    public Task RunAsync(string name, EchoApi api, string more = "") => _cases[name].RunAsync(api, more);
}
