using System.Globalization;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>Asks Linux how much memory a process has had resident at most.</summary>
internal static class ProcessMemory
{
    /// <returns><see langword="null"/> where there is no /proc, or the process is gone.</returns>
    public static int? PeakMiB(int processId)
    {
        try
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status");
            foreach (var line in File.ReadLines(path))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                {
                    var digits = line["VmHWM:".Length..].Trim().Split(' ')[0];
                    return int.TryParse(digits, CultureInfo.InvariantCulture, out var kibi)
                        ? (kibi + 1023) / 1024 : null;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return null;
    }
}
