using System.Security.Cryptography;

namespace Gatehouse.Functions.Runtimes;

/// <summary>Our own runtime interface clients, written to a folder that is named by their content.</summary>
internal sealed class RuntimeClients
{
    private static readonly string[] Names =
    [
        "node-client.cjs", "python-client.py", "Gatehouse.DotnetClient.dll", "Gatehouse.DotnetClient.runtimeconfig.json",
    ];

    private readonly byte[][] _contents = [.. Names.Select(Read)];

    public RuntimeClients(string parentFolder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var content in _contents)
        {
            hash.AppendData(content);
        }

        Folder = Path.Combine(parentFolder, Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
    }

    /// <summary>Stands for Lambda's <c>/var/runtime</c>.</summary>
    public string Folder { get; }

    public string NodeClient => Path.Combine(Folder, Names[0]);

    public string PythonClient => Path.Combine(Folder, Names[1]);

    /// <summary>For class libraries; executables bring a client of their own.</summary>
    public string DotnetClient => Path.Combine(Folder, Names[2]);

    /// <summary>Writes the files that are not there yet.</summary>
    public void Install()
    {
        Directory.CreateDirectory(Folder);
        for (var i = 0; i < Names.Length; i++)
        {
            var path = Path.Combine(Folder, Names[i]);
            if (!File.Exists(path) || new FileInfo(path).Length != _contents[i].Length)
            {
                // Written aside and renamed: a reader meets the whole file or none.
                var staging = $"{path}.{Environment.ProcessId}";
                File.WriteAllBytes(staging, _contents[i]);
                File.Move(staging, path, overwrite: true);
            }
        }
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(RuntimeClients).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
