using System.Runtime.CompilerServices;

namespace Gatehouse.Oracles;

/// <summary>The recorded cases of Gatehouse.Tests: <c>case ⟹ result</c>, one a line.</summary>
internal static class Corpora
{
    private const string Arrow = " ⟹ ";

    public static string FolderOf(string language) =>
        Path.GetFullPath(Path.Combine(Here(), "..", "Gatehouse.Tests", "Languages", language, "Corpus"));

    public static IEnumerable<(string Case, string Result)> Read(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            var arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
            yield return (line[..arrow], line[(arrow + Arrow.Length)..]);
        }
    }

    public static string Decode(string line) => line.Replace('␤', '\n').Replace('␍', '\r').Replace('␉', '\t');

    public static string Encode(string text) => text.Replace('\n', '␤').Replace('\r', '␍').Replace('\t', '␉');

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
