namespace Gatehouse.Storage;

/// <summary>
/// One process per data folder: two would publish each from its own half of the truth. The operating system releases
/// the lock with the process, however it ends.
/// </summary>
internal sealed class DataFolderLock : IAsyncDisposable
{
    private const string FileName = "gatehouse.lock";

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="StorageException">Another process has it, or the folder cannot be used.</exception>
    public static DataFolderLock Take(string folder)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(folder);
            return new DataFolderLock(
                new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            throw new StorageException(
                $"The data folder {folder} is in use by another gatehouse, which holds {file}; stop that one or choose "
                + "another folder with --data.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The data folder {folder} cannot be used ({exception.Message}); choose another with --data.",
                exception);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    /// <summary>EWOULDBLOCK on Linux (11) and macOS (35), ERROR_SHARING_VIOLATION on Windows (32).</summary>
    private static bool IsHeld(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 35 or 32;
}
