using System.Diagnostics;
using Gatehouse.Functions.Runtimes;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>
/// Starts programs as leaders of their own session and process group, so that all they fork can be killed.
/// </summary>
internal sealed class SessionStarter
{
    private readonly string _program;
    private readonly string[] _arguments;

    private SessionStarter(string program, string[] arguments)
    {
        _program = program;
        _arguments = arguments;
    }

    /// <summary>Stands where nothing was found; starting with it says what to install.</summary>
    public static SessionStarter None { get; } = new("setsid", []);

    /// <returns><see langword="null"/> when the machine has no program that can do it.</returns>
    public static SessionStarter? Find(string searchPath)
    {
        // util-linux's setsid is on every Linux; Perl, which can do the same, is on every Mac.
        if (ProgramSearch.Find("setsid", searchPath) is { } setsid)
        {
            return new SessionStarter(setsid, []);
        }

        return ProgramSearch.Find("perl", searchPath) is { } perl
            ? new SessionStarter(perl, ["-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or exit 126", "--"])
            : null;
    }

    public ProcessStartInfo Prepare(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(_program) { UseShellExecute = false };
        foreach (var argument in _arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
