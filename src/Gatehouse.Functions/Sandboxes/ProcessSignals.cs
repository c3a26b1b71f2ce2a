using System.Runtime.InteropServices;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>Signals to whole process groups, which the framework does not offer.</summary>
internal static class ProcessSignals
{
    private const int SigKill = 9;

    /// <summary>Kills every process of the group. A group that is gone is no error.</summary>
    public static void KillGroup(int groupId) => _ = Kill(-groupId, SigKill);

    public static void KillProcess(int processId) => _ = Kill(processId, SigKill);

    public static bool Exists(int processId) => Kill(processId, 0) == 0 || Marshal.GetLastPInvokeError() == 1;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
