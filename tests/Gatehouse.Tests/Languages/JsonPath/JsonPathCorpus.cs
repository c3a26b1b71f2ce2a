using System.Runtime.CompilerServices;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath;

namespace Gatehouse.Tests.Languages.JsonPath;

/// <summary>
/// Paths with what the original Jayway JsonPath 2.9 finds in store.json, one per line: <c>path ⟹ result</c>. Recorded
/// by tests/oracles/jsonpath; nobody edits them by hand.
/// </summary>
internal static class JsonPathCorpus
{
    private const string Arrow = " ⟹ ";

    public static IEnumerable<(string Path, string Expected)> Cases()
    {
        foreach (var line in File.ReadLines(Path.Combine(Folder(), "store.txt")))
        {
            var arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
            yield return (line[..arrow], line[(arrow + Arrow.Length)..]);
        }
    }

    /// <summary>Evaluates as the oracle does and writes the result in its form.</summary>
    public static string Evaluate(string path)
    {
        try
        {
            var result = JsonPathProgram.Compile(path).Evaluate(Document());
            return result.Kind switch
            {
                JsonPathResultKind.Missing => "missing",
                JsonPathResultKind.Definite => $"definite {JsonText.Write(result.Value)}",
                _ => $"list {JsonText.Write(result.Value)}",
            };
        }
        catch (Exception failed) when (failed is JsonPathSyntaxException or JsonPathEvaluationException)
        {
            return "failed";
        }
    }

    public static object? Document() =>
        JsonReading.Parse(File.ReadAllBytes(Path.Combine(Folder(), "store.json")));

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Corpus");
}
