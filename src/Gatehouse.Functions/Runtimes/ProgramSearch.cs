namespace Gatehouse.Functions.Runtimes;

/// <summary>Finds programs as a shell would.</summary>
internal static class ProgramSearch
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static string? Find(string name, string searchPath)
    {
        foreach (var folder in searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(folder, name);
            if (IsExecutable(path))
            {
                return path;
            }
        }

        return null;
    }

    public static bool IsExecutable(string path) =>
        File.Exists(path)
        && !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None;
}
