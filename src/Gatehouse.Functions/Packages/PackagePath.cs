using System.Text;

namespace Gatehouse.Functions.Packages;

/// <summary>Entry names of a zip: where they may point.</summary>
internal static class PackagePath
{
    /// <summary>Turns an entry's name into a relative path without empty, <c>.</c> or <c>..</c> parts.</summary>
    /// <exception cref="PackageException">The name leaves the package or is no path.</exception>
    public static string Normalize(string entryName)
    {
        if (entryName.Contains('\0', StringComparison.Ordinal)
            || Encoding.UTF8.GetByteCount(entryName) > PackageLimits.PathBytes)
        {
            throw new PackageException("An entry of the package has a name that is no path.");
        }

        // Zips made on Windows by old tools use backslashes.
        var name = entryName.Replace('\\', '/');
        if (name.StartsWith('/') || (name.Length > 1 && name[1] == ':'))
        {
            throw new PackageException($"The package's entry '{entryName}' has an absolute path.");
        }

        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").ToArray();
        if (parts.Contains("..", StringComparer.Ordinal))
        {
            throw new PackageException($"The package's entry '{entryName}' points outside of the package.");
        }

        return string.Join('/', parts);
    }

    /// <summary>Checks that a symbolic link stays inside, whatever other links it passes through.</summary>
    /// <remarks>
    /// Only leading <c>..</c> parts are allowed: they climb real folders, since no entry is written through a link. A
    /// <c>..</c>
    /// behind a name might climb from wherever another link leads.
    /// </remarks>
    public static void CheckLink(string linkPath, string target)
    {
        var climbs = linkPath.Count(c => c == '/');
        var hasName = false;
        foreach (var part in target.Split('/'))
        {
            if (part == ".." && (hasName || --climbs < 0))
            {
                throw new PackageException($"The package's link '{linkPath}' points outside of the package.");
            }

            hasName |= part is not ("" or "." or "..");
        }

        if (target.Length == 0 || target[0] == '/' || target.Contains('\0', StringComparison.Ordinal))
        {
            throw new PackageException($"The package's link '{linkPath}' points outside of the package.");
        }
    }
}
