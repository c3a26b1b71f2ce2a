using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>One process group with its output. Leaving none behind is this type's business.</summary>
internal sealed class SandboxProcess : IDisposable
{
    /// <summary>
    /// Both outputs in one pipe, in order; no core dumps; Lambda's file limit; and nothing runs before the warden knows
    /// of it:
    /// if the server dies between the fork and the word, the read ends and so does the shell.
    /// </summary>
    private static readonly string Script = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        exec 2>&1
        group=$1
        shift
        [ -z "$group" ] || echo 0 >"$group/cgroup.procs" || exit 125
        ulimit -c 0
        ulimit -Sn {FunctionHostLimits.FileDescriptors} 2>/dev/null
        read -r _ || exit 125
        exec "$@" </dev/null
        """);

    private readonly Process _process;
    private readonly Warden _warden;
    private readonly ControlGroup? _group;
    private int _isGone;

    private SandboxProcess(Process process, Warden warden, ControlGroup? group)
    {
        _process = process;
        _group = group;
        _warden = warden;
        Id = process.Id;
        Output = process.StandardOutput.BaseStream;
        Exited = AwaitExitAsync();
    }

    /// <summary>The process id, which is also its group's.</summary>
    public int Id { get; }

    /// <summary>Standard output and standard error together.</summary>
    public Stream Output { get; }

    /// <summary>The exit status: 128 and the signal's number when a signal ended it.</summary>
    public Task<int> Exited { get; }

    /// <summary>Blocks while the system forks: call it from the pool only.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static SandboxProcess Start(
        SessionStarter starter,
        Warden warden,
        ControlGroup? group,
        IReadOnlyList<string> command,
        string workingDirectory,
        IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = starter.Prepare("/bin/sh", ["-c", Script, "gatehouse-sandbox", group?.Folder ?? "", .. command]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.WorkingDirectory = workingDirectory;
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new Win32Exception("No process was started.");
        var result = new SandboxProcess(process, warden, group);
        try
        {
            warden.Add(result.Id);
            process.StandardInput.Write('\n');
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It died before it began; its exit says so.
        }
        catch
        {
            result.Kill();
            throw;
        }

        return result;
    }

    /// <summary>Kills the whole group, at once.</summary>
    public void Kill()
    {
        if (Volatile.Read(ref _isGone) == 0)
        {
            // Alone first: in its first instants it does not lead a group yet.
            ProcessSignals.KillProcess(Id);
            ProcessSignals.KillGroup(Id);
            _group?.Kill();
        }
    }

    public void Dispose() => _process.Dispose();

    private async Task<int> AwaitExitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);

        // What it forked goes with it. The group's number is not given away while a member lives.
        ProcessSignals.KillGroup(Id);
        _group?.Kill();
        Volatile.Write(ref _isGone, 1);
        _warden.Remove(Id);
        _group?.Remove();
        return _process.ExitCode;
    }
}
