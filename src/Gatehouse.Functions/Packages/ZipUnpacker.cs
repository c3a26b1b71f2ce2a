using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Gatehouse.Functions.Packages;

/// <summary>Unpacks a zip that nobody vouches for into an empty folder.</summary>
/// <remarks>
/// Blocking on purpose: reading a deflate stream is CPU work, and the files are written once per package, on a pool
/// thread.
/// Sizes are counted as they are written; what the zip claims about itself is not believed.
/// </remarks>
internal static class ZipUnpacker
{
    private const int TypeMask = 0xF000;
    private const int LinkType = 0xA000;
    private const int DirectoryType = 0x4000;
    private const UnixFileMode DefaultMode =
        UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    // Set-id bits are dropped, and so is writing: a package is shared by all processes that run it.
    private const int KeptModeBits = 0b101_101_101;

    /// <returns>How much was unpacked.</returns>
    /// <exception cref="PackageException">Broken, hostile or too large.</exception>
    public static (int Entries, long Bytes) Unpack(Stream zip, string folder)
    {
        try
        {
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > PackageLimits.Entries)
            {
                throw new PackageException($"The package has more than {PackageLimits.Entries} entries.");
            }

            return UnpackEntries(archive, folder);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new PackageException(
                "Could not unzip uploaded file. Please check your file, then try to upload again.", e);
        }
    }

    private static (int Entries, long Bytes) UnpackEntries(ZipArchive archive, string folder)
    {
        var links = new List<(string Path, ZipArchiveEntry Entry)>();
        var bytes = 0L;
        foreach (var entry in archive.Entries)
        {
            var path = PackagePath.Normalize(entry.FullName);
            var mode = entry.ExternalAttributes >> 16;
            if (path.Length == 0)
            {
                continue;
            }

            if ((mode & TypeMask) == LinkType)
            {
                links.Add((path, entry));
            }
            else if (entry.FullName[^1] is '/' or '\\' || (mode & TypeMask) == DirectoryType)
            {
                MakeFolder(entry, Path.Combine(folder, path));
            }
            else
            {
                bytes += WriteFile(entry, Path.Combine(folder, path), mode, PackageLimits.UnzippedBytes - bytes);
            }
        }

        // Last, so that nothing is ever written through a link; one in the place of a file or folder is refused.
        foreach (var (path, entry) in links)
        {
            WriteLink(entry, path, folder);
        }

        return (archive.Entries.Count, bytes);
    }

    private static long WriteFile(ZipArchiveEntry entry, string path, int mode, long limit)
    {
        try
        {
            using var source = entry.Open();
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            long written;
            using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                written = Copy(source, file, limit);
            }

            if (!OperatingSystem.IsWindows())
            {
                var kept = (UnixFileMode)(mode & KeptModeBits);
                File.SetUnixFileMode(path, kept | DefaultMode);
            }

            return written;
        }
        catch (IOException e) when (IsTaken(path))
        {
            throw new PackageException($"The package has two entries in the place of '{entry.FullName}'.", e);
        }
    }

    private static void MakeFolder(ZipArchiveEntry entry, string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (IOException e) when (IsTaken(path))
        {
            throw new PackageException($"The package has two entries in the place of '{entry.FullName}'.", e);
        }
    }

    /// <summary>Something stands there, or a file stands where a folder above should be.</summary>
    private static bool IsTaken(string path)
    {
        if (Directory.Exists(path))
        {
            return true;
        }

        for (var above = path; above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
            {
                return true;
            }
        }

        return false;
    }

    private static long Copy(Stream source, FileStream file, long limit)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            var written = 0L;
            int read;
            while ((read = source.Read(buffer)) > 0)
            {
                written += read;
                if (written > limit)
                {
                    throw new PackageException(
                        $"Unzipped size must be smaller than {PackageLimits.UnzippedBytes} bytes");
                }

                file.Write(buffer.AsSpan(0, read));
            }

            return written;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void WriteLink(ZipArchiveEntry entry, string path, string folder)
    {
        using var source = entry.Open();
        Span<byte> bytes = stackalloc byte[PackageLimits.LinkBytes + 1];
        var length = source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > PackageLimits.LinkBytes)
        {
            throw new PackageException($"The package's link '{path}' is too long.");
        }

        var target = Encoding.UTF8.GetString(bytes[..length]);
        PackagePath.CheckLink(path, target);
        var full = Path.Combine(folder, path);
        CheckParents(folder, path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.CreateSymbolicLink(full, target);
        }
        catch (IOException e)
        {
            throw new PackageException($"The package has two entries in the place of '{entry.FullName}'.", e);
        }
    }

    private static void CheckParents(string folder, string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0;
             slash = path.IndexOf('/', slash + 1))
        {
            if (new DirectoryInfo(Path.Combine(folder, path[..slash])).LinkTarget is not null)
            {
                throw new PackageException($"The package's link '{path}' lies behind another link.");
            }
        }
    }
}
