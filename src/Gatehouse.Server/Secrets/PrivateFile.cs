using Gatehouse.Server.Composition;

namespace Gatehouse.Server.Secrets;

/// <summary>Files that only their owner may read: made so, and refused otherwise (security §11.14).</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <exception cref="OperatorException">Others may use it, or it is no such file.</exception>
    public static string Read(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
            {
                throw new OperatorException(
                    $"Others than its owner may use {path}: run chmod 600 on it, and change what it protects if they may have.");
            }

            return new FileInfo(path).Length <= SecretsLimits.FileBytes
                ? File.ReadAllText(path)
                : throw new OperatorException($"{path} is larger than {SecretsLimits.FileBytes} bytes.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} cannot be read: {exception.Message}");
        }
    }

    /// <summary>
    /// Writes it whole or not at all: a reader meets the former content or the new one, after a crash too.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its content.</param>
    /// <param name="replaces">Otherwise a file that is there stays.</param>
    /// <returns><see langword="false"/> when a file was there and stays.</returns>
    /// <exception cref="OperatorException">It cannot be written.</exception>
    public static bool Write(string path, string text, bool replaces)
    {
        var part = $"{path}.{Environment.ProcessId}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var file = new FileStream(part, options))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            if (!replaces && File.Exists(path))
            {
                File.Delete(part);
                return false;
            }

            File.Move(part, path, replaces);
            return true;
        }
        catch (IOException) when (!replaces && File.Exists(path))
        {
            File.Delete(part); // another process was first
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} cannot be written: {exception.Message}");
        }
    }
}
