using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl;
using Gatehouse.Languages.Vtl.Objects;

namespace Gatehouse.Benchmarks;

/// <summary>
/// Our side of <c>bench/languages/run-templates</c>: renders the template for some seconds and prints the CPU time of
/// the process per rendering, as the peers do.
/// </summary>
internal sealed class TemplatePeer(string template, byte[] body)
{
    private readonly VtlProgram _program = VtlProgram.Compile(template);
    private readonly JsonMap _variables = Variables();
    private readonly Context _context = new();
    private readonly Parameters _parameters = new();

    public byte[] Body => body;

    /// <summary>The template and the body of the benchmark, as the peers read them.</summary>
    public static TemplatePeer FromResources() => new(Encoding.UTF8.GetString(Read("template.vm")), Read("body.json"));

    /// <param name="arguments">The template's file, the body's file, seconds.</param>
    public static int Measure(ReadOnlySpan<string> arguments)
    {
        var seconds = double.Parse(arguments[2], CultureInfo.InvariantCulture);
        var peer = new TemplatePeer(File.ReadAllText(arguments[0]), File.ReadAllBytes(arguments[1]));
        var output = new ArrayBufferWriter<byte>(4_096);
        peer.Render(new JsonBody(peer.Body), output);
        using (var standardOutput = Console.OpenStandardOutput())
        {
            standardOutput.Write(output.WrittenSpan);
        }

        peer.RunFor(seconds, output);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var count = peer.RunFor(seconds, output);
        var used = Process.GetCurrentProcess().TotalProcessorTime - before;
        Console.Error.WriteLine((used.TotalMicroseconds / count).ToString("F3", CultureInfo.InvariantCulture));
        return 0;
    }

    public void Render(JsonBody json, IBufferWriter<byte> output)
    {
        var input = new MappingTemplateInput
        {
            Body = json,
            Parameters = _parameters,
            Context = _context,
            StageVariables = _variables,
        };
        _program.Run(VtlScope.ForMapping(input), output);
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(TemplatePeer).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static JsonMap Variables()
    {
        var variables = new JsonMap();
        variables.Put("source", "web");
        return variables.Freeze();
    }

    private long RunFor(double seconds, ArrayBufferWriter<byte> output)
    {
        var end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        var count = 0L;
        while (Stopwatch.GetTimestamp() < end)
        {
            for (var i = 0; i < 100; i++)
            {
                output.ResetWrittenCount();
                Render(new JsonBody(Body), output);
            }

            count += 100;
        }

        return count;
    }

    private sealed class Context : ITemplateContext
    {
        public object? Find(string path) =>
            path == "requestId" ? "c6af9ac6-7b61-11e6-9a41-93e8deadbeef" : null;

        public bool IsGroup(string path) => false;
    }

    private sealed class Parameters : ITemplateParameters
    {
        public JsonMap Path { get; } = new();

        public JsonMap QueryString { get; } = new();

        public JsonMap Header { get; } = new();

        public string? Find(string name) => name == "tenant" ? "acme" : null;
    }
}
