using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Functions.Packages;

/// <summary>Packages unpacked on disk, each once, by the hash of their content.</summary>
internal sealed class PackageCache(string folder, IFunctionPackages packages, IIdSource ids, ILogger logger)
{
    private const string StagingPrefix = ".staging-";
    private const string LayersPrefix = "layers-";

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _unpacked = new(StringComparer.Ordinal);

    /// <summary>The folder with a function's code, unpacked when it is not there yet.</summary>
    /// <exception cref="PackageException">There is no such package, or it cannot be unpacked.</exception>
    public async Task<string> GetFolderAsync(FunctionCode code)
    {
        if (code.LocalFolder is { } local)
        {
            var path = Path.GetFullPath(local);
            return Directory.Exists(path) ? path
                : throw new PackageException($"The function's folder '{local}' does not exist.");
        }

        if (code.PackageKey is not { Length: 64 } key || !key.All(char.IsAsciiHexDigitLower))
        {
            throw new PackageException("The function has no code package.");
        }

        return await RememberAsync(key, () => UnpackAsync(key));
    }

    /// <summary>The folder that stands for <c>/opt</c>: every layer, the later over the earlier.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="PackageException">A layer is not stored, or cannot be unpacked.</exception>
    public async Task<string?> GetLayersFolderAsync(ImmutableArray<FunctionLayer> layers)
    {
        if (layers.Length <= 1)
        {
            return layers.IsEmpty ? null : await GetFolderAsync(CodeOf(layers[0]));
        }

        var names = string.Join('+', layers.Select(static layer => layer.PackageKey));
        var key = LayersPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(names)));
        return await RememberAsync(key, () => MergeAsync(key, layers));
    }

    /// <summary>Deletes what a crash left half unpacked, and packages that no function uses any more.</summary>
    public void Clean(IReadOnlySet<string> usedKeys)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetFileName(path);
            if (!usedKeys.Contains(name) && !_unpacked.ContainsKey(name))
            {
                Delete(path);
            }
        }
    }

    private static FunctionCode CodeOf(FunctionLayer layer) =>
        new() { CodeSha256 = "", PackageKey = layer.PackageKey };

    /// <summary>One unpacking for a whole burst of cold starts; a failed one is not remembered.</summary>
    private async Task<string> RememberAsync(string key, Func<Task<string>> make)
    {
        try
        {
            return await _unpacked.GetOrAdd(key, _ => new Lazy<Task<string>>(() => Task.Run(make))).Value;
        }
        catch
        {
            _unpacked.TryRemove(key, out _);
            throw;
        }
    }

    private async Task<string> UnpackAsync(string key)
    {
        var target = Path.Combine(folder, key);
        if (Directory.Exists(target))
        {
            return target;
        }

        // The unpacking serves every caller that waits for it, so no single caller may cancel it.
        await using var zip = await packages.OpenAsync(key, CancellationToken.None)
            ?? throw new PackageException($"The code package {key} is not stored.");
        return Fill(target, staging =>
        {
            var (entries, bytes) = ZipUnpacker.Unpack(zip, staging);
            logger.PackageUnpacked(key, entries, bytes);
        });
    }

    private async Task<string> MergeAsync(string key, ImmutableArray<FunctionLayer> layers)
    {
        var target = Path.Combine(folder, key);
        if (Directory.Exists(target))
        {
            return target;
        }

        var sources = new List<string>(layers.Length);
        foreach (var layer in layers)
        {
            sources.Add(await GetFolderAsync(CodeOf(layer)));
        }

        return Fill(target, staging => sources.ForEach(source => LayerMerger.Copy(source, staging)));
    }

    private string Fill(string target, Action<string> fill)
    {
        Directory.CreateDirectory(folder);
        var staging = Path.Combine(folder, StagingPrefix + ids.AlphanumericId(16));
        Directory.CreateDirectory(staging);
        try
        {
            fill(staging);

            // A folder under its final name is complete: only whole ones are renamed.
            Directory.Move(staging, target);
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PackageException($"The package could not be unpacked: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Delete(staging);
            }
        }
    }

    private void Delete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LeftoverKept(path, e);
        }
    }
}
