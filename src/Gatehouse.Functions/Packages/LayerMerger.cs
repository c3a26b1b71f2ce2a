namespace Gatehouse.Functions.Packages;

/// <summary>Lays one unpacked layer over others (deployment-and-tools §6.6, point 1).</summary>
internal static class LayerMerger
{
    /// <param name="source">A complete layer; what it holds is trusted no more than when it was unpacked.</param>
    /// <param name="target">What stands there already gives way, file by file.</param>
    public static void Copy(string source, string target)
    {
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos())
        {
            var path = Path.Combine(target, entry.Name);
            if (entry is DirectoryInfo { LinkTarget: null })
            {
                // A link or a file in the place of a folder gives way too: nothing is written through a link.
                if (new FileInfo(path) is { Exists: true } or { LinkTarget: not null })
                {
                    File.Delete(path);
                }

                Directory.CreateDirectory(path);
                Copy(entry.FullName, path);
            }
            else
            {
                Replace(entry, path);
            }
        }
    }

    private static void Replace(FileSystemInfo entry, string path)
    {
        if (new DirectoryInfo(path) is { Exists: true, LinkTarget: null })
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }

        if (entry.LinkTarget is { } link)
        {
            File.CreateSymbolicLink(path, link);
        }
        else
        {
            File.Copy(entry.FullName, path);
        }
    }
}
