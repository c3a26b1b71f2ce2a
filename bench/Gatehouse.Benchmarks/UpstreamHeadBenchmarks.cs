using System.Text;
using BenchmarkDotNet.Attributes;
using Gatehouse.Execution.Integrations.Http.Upstream;

namespace Gatehouse.Benchmarks;

/// <summary>The parser of backends' response heads.</summary>
[MemoryDiagnoser]
public class UpstreamHeadBenchmarks
{
    private readonly UpstreamHead _head = new();
    private byte[] _short = null!;
    private byte[] _long = null!;

    [GlobalSetup]
    public void Setup()
    {
        _short = Encoding.ASCII.GetBytes(
            "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sat, 21 Nov 2026 08:00:00 GMT\r\nContent-Type: application/json\r\n"
            + "Content-Length: 70\r\nConnection: keep-alive\r\n\r\n");
        var text = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Length: 70\r\n");
        for (var i = 0; i < 30; i++)
        {
            text.Append($"X-Header-{i}: the value of header number {i}\r\n");
        }

        _long = Encoding.ASCII.GetBytes(text.Append("\r\n").ToString());
    }

    [Benchmark(Baseline = true)]
    public int Five_headers() => Parse(_short);

    [Benchmark]
    public int Thirty_one_headers() => Parse(_long);

    private int Parse(byte[] bytes)
    {
        _head.Reset();
        _head.Parse(bytes, bytes.Length);
        return _head.Count;
    }
}
