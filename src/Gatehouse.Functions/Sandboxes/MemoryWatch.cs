using System.Globalization;
using System.Text;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>
/// How much memory of its own a process and its children hold, for machines without a writable cgroup tree: looked at ten
/// times a second while they work.
/// </summary>
/// <remarks>
/// Pages of files are not counted: a cgroup gives those back before it ends anybody. Limits of address space
/// (<c>RLIMIT_AS</c>, <c>RLIMIT_DATA</c>) would not do: V8 and .NET reserve far more than they use.
/// </remarks>
internal static class MemoryWatch
{
    private const int Depth = 8;
    private const int StatBytes = 256;

    private static readonly long PageBytes = Environment.SystemPageSize;

    /// <value><see langword="false"/> where there is no /proc: nothing can be seen then.</value>
    public static bool IsPossible => File.Exists("/proc/self/statm");

    /// <returns>Bytes; 0 for a process that is gone.</returns>
    public static long OwnBytes(int processId) => OwnBytes(processId, Depth);

    private static long OwnBytes(int processId, int depth)
    {
        // "size resident shared ...", in pages; shared are those of files and of shared memory.
        Span<Range> fields = stackalloc Range[4];
        Span<char> text = stackalloc char[StatBytes];
        var stat = Read(processId, "statm", text);
        if (stat.Split(fields, ' ') < 4
            || !long.TryParse(stat[fields[1]], CultureInfo.InvariantCulture, out var resident)
            || !long.TryParse(stat[fields[2]], CultureInfo.InvariantCulture, out var shared))
        {
            return 0;
        }

        var bytes = (resident - shared) * PageBytes;
        var path = string.Create(CultureInfo.InvariantCulture, $"task/{processId}/children");
        Span<char> children = stackalloc char[StatBytes];
        var listed = depth == 0 ? default : Read(processId, path, children);
        foreach (var range in listed.Split(' '))
        {
            if (int.TryParse(listed[range], CultureInfo.InvariantCulture, out var child))
            {
                bytes += OwnBytes(child, depth - 1);
            }
        }

        return bytes;
    }

    private static ReadOnlySpan<char> Read(int processId, string file, Span<char> text)
    {
        try
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/{file}");
            using var handle = File.OpenHandle(path);
            Span<byte> bytes = stackalloc byte[StatBytes];
            var read = RandomAccess.Read(handle, bytes, 0);
            return text[..Encoding.Latin1.GetChars(bytes[..read], text)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default; // it has just ended
        }
    }
}
