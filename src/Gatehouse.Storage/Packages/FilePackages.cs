using System.Security.Cryptography;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Storage.Packages;

/// <summary>Function packages as files named by their content, under <c>packages/</c> of the data folder.</summary>
public sealed class FilePackages(string dataFolder, IIdSource ids) : IFunctionPackages
{
    private readonly string _folder = Path.Combine(dataFolder, "packages");

    public async ValueTask<string> PutAsync(ReadOnlyMemory<byte> zip, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(zip.Span));
        var path = PathOf(key);
        if (File.Exists(path))
        {
            return key;
        }

        Directory.CreateDirectory(_folder);
        var temporary = Path.Combine(_folder, $".{key}.{ids.AlphanumericId(8)}");
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await stream.WriteAsync(zip, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            // A rename is atomic: the package is there whole or not at all.
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        // The commit that names the package follows with an fsync of its own, which on a journaling file system makes the
        // rename before it durable too.
        return key;
    }

    public ValueTask<Stream?> OpenAsync(string packageKey, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The key comes from a document of ours, but a path is never built from text that was not checked.
        if (packageKey is not { Length: 64 } || !packageKey.All(char.IsAsciiHexDigitLower))
        {
            return new ValueTask<Stream?>((Stream?)null);
        }

        var path = PathOf(packageKey);
        return new ValueTask<Stream?>(
            File.Exists(path)
                ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 65_536, FileOptions.Asynchronous)
                : null);
    }

    private string PathOf(string key) => Path.Combine(_folder, key + ".zip");
}
