using System.Security.Cryptography;
using Gatehouse.Identity.Secrets;

namespace Gatehouse.Server.Composition;

/// <summary>
/// <c>identity.key</c> in the data folder: what access keys are sealed with at rest, and sessions on their way. Made at
/// the first start, readable by its owner only; every node of one house needs the same file.
/// </summary>
internal static class IdentityKeyFile
{
    public const string Name = "identity.key";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <exception cref="OperatorException">The file cannot be used.</exception>
    public static IdentityKey Load(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, Name);
        try
        {
            Directory.CreateDirectory(dataDirectory);
            return File.Exists(path) ? Read(path) : Create(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The identity key {path} cannot be used: {exception.Message}");
        }
    }

    private static IdentityKey Create(string path)
    {
        var key = RandomNumberGenerator.GetBytes(IdentityKey.KeyBytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(path, options))
        {
            writer.WriteLine(Convert.ToBase64String(key));
        }

        return new IdentityKey(key);
    }

    private static IdentityKey Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
        {
            throw new OperatorException(
                $"Others than its owner may use the identity key {path}: run chmod 600 on it, and change the access keys if "
                + "they may have.");
        }

        Span<byte> key = stackalloc byte[IdentityKey.KeyBytes + 1];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out var length)
            && length == IdentityKey.KeyBytes
            ? new IdentityKey(key[..length])
            : throw new OperatorException(
                $"The identity key {path} is damaged: bring back the right file. Without it every access key and session is "
                + "refused; removing it makes a new one, and new access keys have to be created.");
    }
}
