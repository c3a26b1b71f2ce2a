using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Gatehouse.Functions.Runtimes;

/// <summary>
/// Which interpreters this machine has, and which AWS runtime identifiers they serve: any version serves its family.
/// </summary>
public sealed partial class RuntimeInventory
{
    private readonly string _searchPath;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<RuntimeInterpreter>> _probes = new(StringComparer.Ordinal);

    public RuntimeInventory(string searchPath, TimeProvider time)
    {
        _searchPath = searchPath;
        _time = time;
    }

    /// <summary>Every family with what serves it, for <c>gatehouse doctor</c>.</summary>
    public async Task<ImmutableArray<RuntimeInterpreter>> ListAsync(CancellationToken cancellationToken) =>
    [
        .. await Task.WhenAll(ProbeAsync("nodejs"), ProbeAsync("python"), ProbeAsync("dotnet")).WaitAsync(cancellationToken),
        new RuntimeInterpreter("provided", null, null, null),
    ];

    /// <summary>
    /// Finds what runs a runtime identifier such as <c>nodejs22.x</c>, <c>python3.12</c> or <c>provided.al2023</c>.
    /// </summary>
    public async ValueTask<RuntimeInterpreter> FindAsync(string runtime, CancellationToken cancellationToken)
    {
        if (RuntimeFamily.IsProvided(runtime))
        {
            return new RuntimeInterpreter("provided", null, null, null);
        }

        var family = RuntimeFamily.IsNode(runtime) ? "nodejs" : RuntimeFamily.IsPython(runtime) ? "python"
            : RuntimeFamily.IsDotnet(runtime) ? "dotnet" : null;
        if (family is null)
        {
            return new RuntimeInterpreter(
                runtime,
                null,
                null,
                $"The runtime '{runtime}' is not served by this host; use nodejs*, python3*, dotnet* or provided*.");
        }

        // The exact version where it is installed by its own name (python3.12), else whatever serves the family.
        var exact = family == "python" && ProgramSearch.Find(runtime, _searchPath) is not null ? runtime : family;
        var found = await ProbeAsync(exact).WaitAsync(cancellationToken);
        return found.IsUsable || exact == family ? found : await ProbeAsync(family).WaitAsync(cancellationToken);
    }

    [GeneratedRegex(@"^v?(\d+\.\d+\.\d+)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex VersionPattern { get; }

    private Task<RuntimeInterpreter> ProbeAsync(string name)
    {
        lock (_gate)
        {
            // A success is remembered; a failure is asked again, so that installing an interpreter needs no restart.
            if (!_probes.TryGetValue(name, out var probe)
                || (probe.IsCompleted && (!probe.IsCompletedSuccessfully || !probe.Result.IsUsable)))
            {
                probe = Task.Run(() => name switch
                {
                    "nodejs" => ProbeNodeAsync(),
                    "dotnet" => ProbeDotnetAsync(),
                    _ => ProbePythonAsync(name),
                });
                _probes[name] = probe;
            }

            return probe;
        }
    }

    private async Task<RuntimeInterpreter> ProbeNodeAsync()
    {
        const string missing =
            "Node.js was not found: install it (Debian: apt install nodejs) or put 'node' on the PATH.";
        if (ProgramSearch.Find("node", _searchPath) is not { } path)
        {
            return new RuntimeInterpreter("nodejs", null, null, missing);
        }

        // Version managers put scripts on the PATH that choose a version at every start; the program itself starts
        // faster.
        var lines = await AskAsync(path, ["-p", "process.version + '\\n' + process.execPath"]);
        return Describe("nodejs", path, lines, missing);
    }

    private async Task<RuntimeInterpreter> ProbePythonAsync(string name)
    {
        const string missing =
            "Python was not found: install it (Debian: apt install python3) or put 'python3' on the PATH.";
        if (ProgramSearch.Find(name == "python" ? "python3" : name, _searchPath) is not { } path)
        {
            return new RuntimeInterpreter("python", null, null, missing);
        }

        var lines = await AskAsync(
            path, ["-c", "import platform, sys; print(platform.python_version()); print(sys.executable)"]);
        return Describe("python", path, lines, missing);
    }

    /// <summary>The newest of its runtimes is told: which one runs is the function's own runtimeconfig's word.</summary>
    private async Task<RuntimeInterpreter> ProbeDotnetAsync()
    {
        const string missing = ".NET was not found: install its runtime (Debian: apt install dotnet-runtime-10.0) or "
            + "put 'dotnet' on the PATH.";
        if (ProgramSearch.Find("dotnet", _searchPath) is not { } path)
        {
            return new RuntimeInterpreter("dotnet", null, null, missing);
        }

        const string name = "Microsoft.NETCore.App ";
        var versions = (await AskAsync(path, ["--list-runtimes"]))
            .Where(static line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(static line => line[name.Length..]);
        return Describe("dotnet", path, [.. versions.TakeLast(1)], missing);
    }

    private static RuntimeInterpreter Describe(string family, string path, string[] lines, string missing)
    {
        var version = lines.Length > 0 ? VersionPattern.Match(lines[0]) : Match.Empty;
        if (!version.Success)
        {
            return new RuntimeInterpreter(family, path, null, $"'{path}' does not tell its version. {missing}");
        }

        var real = lines.Length > 1 && ProgramSearch.IsExecutable(lines[1]) ? lines[1] : path;
        return new RuntimeInterpreter(family, real, version.Groups[1].Value, null);
    }

    private async Task<string[]> AskAsync(string path, string[] arguments)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = _searchPath;
        try
        {
            using var timeout = new CancellationTokenSource(FunctionHostLimits.ProbeLimit, _time);
            using var process = Process.Start(start) ?? throw new Win32Exception("No process was started.");
            process.StandardInput.Close();
            try
            {
                var errors = process.StandardError.ReadToEndAsync(timeout.Token);
                var text = await process.StandardOutput.ReadToEndAsync(timeout.Token);
                await errors;
                await process.WaitForExitAsync(timeout.Token);
                return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return [];
            }
        }
        catch (Win32Exception)
        {
            // Not a program of this machine, or not to be executed by us: the same as not there.
            return [];
        }
    }
}
