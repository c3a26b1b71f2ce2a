using BenchmarkDotNet.Attributes;
using Gatehouse.Execution.Routing;

namespace Gatehouse.Benchmarks;

/// <summary>Routing must cost the same with 10 and with 10,000 routes: a lookup by hash per segment, never a scan.</summary>
[MemoryDiagnoser]
public class RoutingBenchmarks
{
    private const int Lookups = 1_024;
    private RouteTable<object> _table = null!;
    private string[] _paths = null!;

    [Params(10, 100, 1_000, 10_000)]
    public int Routes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var builder = new RouteTableBuilder<object>();
        for (var i = 0; i < Routes; i++)
        {
            builder.Add($"/service{i:D5}/items/{{id}}", new object());
        }

        _table = builder.Build();
        // Ten paths of one length for every size: what is measured is the search, not the hashing of longer names.
        _paths = [.. Enumerable.Range(0, 10).Select(i => $"/service{i * (Routes / 10):D5}/items/42")];
    }

    [Benchmark(OperationsPerInvoke = Lookups)]
    public int Match()
    {
        var found = 0;
        for (var i = 0; i < Lookups; i++)
        {
            var captures = default(RouteCaptures);
            found += _table.Match(_paths[i % 10], ref captures) is null ? 0 : captures.Count;
        }

        return found;
    }
}
