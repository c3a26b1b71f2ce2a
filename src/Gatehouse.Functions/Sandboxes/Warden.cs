using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>
/// A tiny shell process that outlives a killed server just long enough to kill the functions it left behind.
/// </summary>
/// <remarks>
/// It reads the ids of living process groups from a pipe; the kernel closes the pipe when the server dies in whatever
/// way,
/// and then it kills what is still listed. Chosen over <c>PR_SET_PDEATHSIG</c>, which is Linux's own, reaches no
/// grandchildren, and fires when the <em>thread</em> that started the child ends, which thread pools do at will.
/// It runs in a session of its own, so that Ctrl+C in the server's terminal does not reach it.
/// </remarks>
internal sealed class Warden(SessionStarter starter, ILogger logger) : IAsyncDisposable
{
    private const string Script =
        """
        trap '' INT TERM HUP QUIT
        groups=' '
        while read -r op id; do
          case "$op" in
            +) groups="$groups$id " ;;
            -) case "$groups" in *" $id "*) groups="${groups%%" $id "*} ${groups#*" $id "}" ;; esac ;;
          esac
        done
        for id in $groups; do kill -KILL "-$id" 2>/dev/null; done
        """;

    private readonly Lock _gate = new();
    private readonly HashSet<int> _groups = [];
    private Process? _process;
    private bool _isDisposed;

    /// <value><see langword="null"/> until the first group is listed.</value>
    public int? ProcessId
    {
        get
        {
            lock (_gate)
            {
                return _process?.Id;
            }
        }
    }

    /// <summary>Lists a group. Blocks for a pipe write: call it from the pool only.</summary>
    public void Add(int groupId)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _groups.Add(groupId);
            if (_process is null)
            {
                StartNeedsLock();
            }
            else if (!TryTellNeedsLock("+", groupId))
            {
                logger.WardenLost();
                _process.Dispose();
                StartNeedsLock();
            }
        }
    }

    public void Remove(int groupId)
    {
        lock (_gate)
        {
            if (_groups.Remove(groupId) && _process is not null)
            {
                // When it is gone, the next Add starts one that does not know this group.
                TryTellNeedsLock("-", groupId);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Process? process;
        lock (_gate)
        {
            _isDisposed = true;
            process = _process;
            _process = null;
        }

        if (process is null)
        {
            return;
        }

        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private void StartNeedsLock()
    {
        var start = starter.Prepare("/bin/sh", ["-c", Script, "gatehouse-warden"]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Clear();
        start.WorkingDirectory = "/";
        _process = Process.Start(start) ?? throw new Win32Exception("No process was started.");
        _process.StandardOutput.Close();
        _process.StandardError.Close();
        foreach (var group in _groups)
        {
            TryTellNeedsLock("+", group);
        }
    }

    private bool TryTellNeedsLock(string operation, int groupId)
    {
        try
        {
            var input = _process!.StandardInput;
            input.Write(string.Create(CultureInfo.InvariantCulture, $"{operation} {groupId}\n"));
            input.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
