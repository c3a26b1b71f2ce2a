using System.Runtime.CompilerServices;

namespace Gatehouse.Tests.Architecture;

/// <summary>The product's sources as text, for borders that assemblies cannot show.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    /// <summary>Hand-written C# files under a folder of the checkout, with their text.</summary>
    public static IEnumerable<(string Path, string[] Lines)> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".g.cs", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllLines(path)));

    private static string Find([CallerFilePath] string thisFile = "")
    {
        foreach (var start in new[] { Path.GetDirectoryName(thisFile), AppContext.BaseDirectory })
        {
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "Gatehouse.slnx")))
                {
                    return folder;
                }
            }
        }

        throw new InvalidOperationException("The checkout was not found above the tests.");
    }
}
