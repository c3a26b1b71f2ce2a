using System.Buffers;
using BenchmarkDotNet.Attributes;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl;

namespace Gatehouse.Benchmarks;

/// <summary>A typical request template, with and without the parsing of the body that it reads.</summary>
[MemoryDiagnoser]
public class TemplateBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(4_096);
    private TemplatePeer _peer = null!;
    private JsonBody _parsed = null!;

    [GlobalSetup]
    public void Setup()
    {
        _peer = TemplatePeer.FromResources();
        _parsed = new JsonBody(_peer.Body);
        _ = _parsed.Root;
    }

    [Benchmark(Baseline = true)]
    public void Parse_and_render()
    {
        _output.ResetWrittenCount();
        _peer.Render(new JsonBody(_peer.Body), _output);
    }

    [Benchmark]
    public void Render_only()
    {
        _output.ResetWrittenCount();
        _peer.Render(_parsed, _output);
    }

    [Benchmark]
    public object? Parse_only() => new JsonBody(_peer.Body).Root;
}
