using System.Globalization;
using System.Security.Cryptography;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Storage.Packages;

/// <summary>Function packages as files named by their content, under <c>packages/</c> of the data folder.</summary>
public sealed class FilePackages(string dataFolder, IIdSource ids) : IFunctionPackages
{
    private const string TemporarySuffix = ".part";
    private const int BufferBytes = 65_536;

    private readonly string _folder = Path.Combine(dataFolder, "packages");
    private readonly Lock _gate = new();
    private bool _isSwept;

    public async ValueTask<string> PutAsync(ReadOnlyMemory<byte> zip, CancellationToken cancellationToken)
    {
        if (zip.Length > FunctionLimits.UnzippedBytes)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture, $"A package has at most {FunctionLimits.UnzippedBytes} bytes."),
                nameof(zip));
        }

        try
        {
            // Hashing and flushing take their time: on a thread of the pool, whoever calls.
            return await Task.Run(() => Put(zip), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"A function package cannot be stored in {_folder}: {exception.Message}", exception);
        }
    }

    public async ValueTask<Stream?> OpenAsync(string packageKey, CancellationToken cancellationToken)
    {
        // The key comes from a document of ours, but a path is never built from text that was not checked.
        if (packageKey is not { Length: 64 } || !packageKey.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        FileStream stream;
        try
        {
            stream = new FileStream(
                PathOf(packageKey), FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes,
                FileOptions.Asynchronous);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        try
        {
            await CheckAsync(stream, packageKey, cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is read is what was written: a package that the disk changed must not run.</summary>
    private static async Task CheckAsync(FileStream stream, string packageKey, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        if (hash != packageKey)
        {
            throw new StorageException(
                $"The function package {stream.Name} is damaged; upload the function's code again.");
        }

        stream.Position = 0;
    }

    private string Put(ReadOnlyMemory<byte> zip)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(zip.Span));
        var path = PathOf(key);

        // One at a time: uploads are rare, and the first one clears what a kill left half written.
        lock (_gate)
        {
            if (new FileInfo(path) is { Exists: true } stored && stored.Length == zip.Length)
            {
                return key;
            }

            Directory.CreateDirectory(_folder);
            Sweep();
            Write(zip.Span, Path.Combine(_folder, $"{key}.{ids.AlphanumericId(8)}{TemporarySuffix}"), path);
        }

        return key;
    }

    private void Write(ReadOnlySpan<byte> zip, string temporary, string path)
    {
        try
        {
            using (var stream = new FileStream(
                temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(zip);
                stream.Flush(flushToDisk: true);
            }

            // A rename is atomic: the package is there whole or not at all. The folder's own flush makes the name
            // durable, so that a document which names the package never outlives it.
            File.Move(temporary, path, overwrite: true);
            FolderSync.Flush(_folder);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private void Sweep()
    {
        if (_isSwept)
        {
            return;
        }

        foreach (var abandoned in Directory.EnumerateFiles(_folder, "*" + TemporarySuffix))
        {
            File.Delete(abandoned);
        }

        _isSwept = true;
    }

    private string PathOf(string key) => Path.Combine(_folder, key + ".zip");
}
