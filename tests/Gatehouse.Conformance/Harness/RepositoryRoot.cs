using System.Runtime.CompilerServices;

namespace Gatehouse.Conformance.Harness;

/// <summary>Finds the checkout: the tests run the binary that the checkout's own script runs.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find([CallerFilePath] string thisFile = "")
    {
        // The source path when it exists (a checkout), otherwise upward from the test binary.
        foreach (var start in new[] { System.IO.Path.GetDirectoryName(thisFile), AppContext.BaseDirectory })
        {
            for (var folder = start; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            {
                if (File.Exists(System.IO.Path.Combine(folder, "Gatehouse.slnx")))
                {
                    return folder;
                }
            }
        }

        throw new InvalidOperationException("The checkout was not found above the tests.");
    }
}
