using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl;

namespace Gatehouse.Tests.Languages.Vtl;

/// <summary>
/// Templates with what the original Velocity 1.7 renders for them, one per line: <c>template ⟹ [result]</c>, or
/// <c>!after[what was written]</c> when it fails. Line ends and tabs are visible symbols. The results were recorded by
/// tests/oracles/velocity; nobody edits them by hand.
/// </summary>
internal static class VtlCorpus
{
    private const string Arrow = " ⟹ ";

    public static IEnumerable<(string Construct, string Template, string Expected)> Cases()
    {
        foreach (var file in Directory.EnumerateFiles(Folder(), "*.txt").Order(StringComparer.Ordinal))
        {
            foreach (var line in File.ReadLines(file))
            {
                var arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
                yield return (Path.GetFileNameWithoutExtension(file), line[..arrow], line[(arrow + Arrow.Length)..]);
            }
        }
    }

    /// <summary>Renders as the oracle does and writes the result in its form.</summary>
    public static string Render(string encodedTemplate)
    {
        var output = new ArrayBufferWriter<byte>();
        var prefix = string.Empty;
        try
        {
            var options = new VtlOptions { UndefinedReferences = UndefinedReferences.SourceText };
            VtlProgram.Compile(Decode(encodedTemplate), options).Run(Scope(), output);
        }
        catch (Exception failed) when (failed is VtlSyntaxException or VtlRuntimeException)
        {
            prefix = "!after";
        }
        return Encode($"{prefix}[{Encoding.UTF8.GetString(output.WrittenSpan)}]");
    }

    /// <summary>The variables of the oracle; VelocityOracle.java makes the same.</summary>
    public static VtlScope Scope()
    {
        var map = new JsonMap();
        map.Put("k", "v");
        map.Put("n", 1);
        map.Put("nul", null);
        return new VtlScope()
            .Set("s", "abc")
            .Set("n", 5)
            .Set("t", true)
            .Set("f", false)
            .Set("l", new JsonList(ListForm.List, ["x", "y", "z"]))
            .Set("m", map)
            .Set("nl", new JsonList(ListForm.List, ["x", null, "z"]))
            .Set("text", "The quick brown fox, the lazy dog.")
            .Set("csv", "a,b,,c,,")
            .Set("big", 9223372036854775807L)
            .Set("d", 2.5);
    }

    private static string Decode(string line) => line.Replace('␤', '\n').Replace('␍', '\r').Replace('␉', '\t');

    private static string Encode(string text) => text.Replace('\n', '␤').Replace('\r', '␍').Replace('\t', '␉');

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Corpus");
}
