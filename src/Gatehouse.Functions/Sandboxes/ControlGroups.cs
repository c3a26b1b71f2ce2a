using System.Globalization;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>
/// A place in the tree of cgroup v2 below which every sandbox gets a group of its own: the kernel then keeps each within
/// its memory and its processes, and one word ends all of them, those too that left their process group.
/// </summary>
/// <remarks>
/// It takes a tree that this process may write: delegated to it (systemd's <c>Delegate=yes</c>), or root's. Elsewhere
/// <see cref="MemoryWatch"/> does what can be done without.
/// </remarks>
internal sealed class ControlGroups
{
    private const string ProcsFile = "cgroup.procs";
    private const string SubtreeFile = "cgroup.subtree_control";

    private ControlGroups(string folder) => Folder = folder;

    public string Folder { get; }

    /// <param name="mount">Where cgroup v2 is mounted.</param>
    /// <param name="membership">The text of <c>/proc/self/cgroup</c>.</param>
    /// <param name="processId">Of this server.</param>
    /// <returns><see langword="null"/> when no group can be made here.</returns>
    public static ControlGroups? Find(string mount, string membership, int processId)
    {
        if (membership.Split('\n').FirstOrDefault(static line => line.StartsWith("0::/", StringComparison.Ordinal)) is not { } line
            || !File.Exists(Path.Combine(mount, "cgroup.controllers")))
        {
            return null;
        }

        try
        {
            var own = Path.GetFullPath(Path.Combine(mount, line["0::/".Length..].Trim()));
            Delegate(own, processId);
            for (var folder = own; folder.StartsWith(mount, StringComparison.Ordinal); folder = Path.GetDirectoryName(folder)!)
            {
                if (TryMakeParent(folder, processId) is { } parent)
                {
                    return parent;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not ours to write.
        }

        return null;
    }

    /// <returns><see langword="null"/> when the system refuses.</returns>
    public ControlGroup? TryCreate(string name, int memoryMiB)
    {
        var folder = Path.Combine(Folder, name);
        try
        {
            Directory.CreateDirectory(folder);
            var bytes = (long)memoryMiB << 20;
            Write(folder, "memory.max", bytes.ToString(CultureInfo.InvariantCulture));
            WriteIfThere(folder, "memory.swap.max", "0");

            // Lambda ends the whole environment, not whichever process happened to be the largest.
            WriteIfThere(folder, "memory.oom.group", "1");
            WriteIfThere(folder, "pids.max", FunctionHostLimits.Processes.ToString(CultureInfo.InvariantCulture));
            return new ControlGroup(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes what is empty by now.</summary>
    public void Remove()
    {
        try
        {
            foreach (var group in Directory.EnumerateDirectories(Folder))
            {
                new ControlGroup(group).Remove();
            }

            Directory.Delete(Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty group costs nothing, and the next boot knows nothing of it.
        }
    }

    /// <summary>
    /// A group with processes cannot have children with controllers: where this server is alone in a group that was given
    /// to it, it moves one down, once.
    /// </summary>
    private static void Delegate(string own, int processId)
    {
        var id = processId.ToString(CultureInfo.InvariantCulture);
        var members = File.ReadAllText(Path.Combine(own, ProcsFile)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (members is [var only] && only == id && Has(own, "cgroup.controllers", "memory") && !Has(own, SubtreeFile, "memory"))
        {
            var leaf = Directory.CreateDirectory(Path.Combine(own, "server")).FullName;
            Write(leaf, ProcsFile, id);
            Write(own, SubtreeFile, Has(own, "cgroup.controllers", "pids") ? "+memory +pids" : "+memory");
        }
    }

    private static ControlGroups? TryMakeParent(string folder, int processId)
    {
        try
        {
            if (!Has(folder, SubtreeFile, "memory"))
            {
                return null;
            }

            var parent = Directory.CreateDirectory(
                Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"gatehouse-{processId}"))).FullName;
            Write(parent, SubtreeFile, Has(parent, "cgroup.controllers", "pids") ? "+memory +pids" : "+memory");
            return new ControlGroups(parent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Has(string folder, string file, string controller) =>
        Path.Combine(folder, file) is var path && File.Exists(path)
        && File.ReadAllText(path).Split([' ', '\n', '+'], StringSplitOptions.RemoveEmptyEntries).Contains(controller);

    private static void WriteIfThere(string folder, string file, string text)
    {
        if (File.Exists(Path.Combine(folder, file)))
        {
            Write(folder, file, text);
        }
    }

    private static void Write(string folder, string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);
}

/// <summary>The control group of one sandbox.</summary>
internal sealed class ControlGroup(string folder)
{
    public string Folder { get; } = folder;

    /// <summary>Ends every process in it, wherever it went.</summary>
    public void Kill()
    {
        try
        {
            File.WriteAllText(Path.Combine(Folder, "cgroup.kill"), "1");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A kernel before 5.14 has no such file: the signals to the process group do it.
        }
    }

    /// <summary>Whether the kernel ended it for its memory.</summary>
    public bool WasOutOfMemory()
    {
        try
        {
            return File.ReadLines(Path.Combine(Folder, "memory.events"))
                .Any(static line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Remove()
    {
        try
        {
            Directory.Delete(Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Still ending; the host removes it when it stops.
        }
    }
}
