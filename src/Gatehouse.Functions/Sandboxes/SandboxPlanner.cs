using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Functions.Packages;
using Gatehouse.Functions.Runtimes;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>Turns a function's document into what its processes are started with.</summary>
internal sealed class SandboxPlanner(
    PackageCache packages, RuntimeInventory runtimes, RuntimeClients clients, string bytecodeFolder)
{
    public async Task<(SandboxPlan? Plan, SandboxFailure? Failure)> PlanAsync(
        FunctionDocument document, FunctionName function)
    {
        // Shared by all calls that wait for it: none of them may cancel it.
        var interpreter = await runtimes.FindAsync(document.Runtime, CancellationToken.None);
        if (interpreter.Problem is { } problem)
        {
            return (null, new SandboxFailure { Kind = SandboxFailureKind.Host, Reason = problem });
        }

        string taskRoot;
        string? optRoot;
        try
        {
            taskRoot = await packages.GetFolderAsync(document.Code);
            optRoot = await packages.GetLayersFolderAsync(document.Layers ?? []);
        }
        catch (PackageException e)
        {
            return (null, new SandboxFailure { Kind = SandboxFailureKind.Host, Reason = e.Message });
        }

        if (RuntimeFamily.IsProvided(document.Runtime) && FindEntrypointProblem(taskRoot, optRoot) is { } missing)
        {
            return (null, missing);
        }

        if (FindHandlerProblem(document, taskRoot) is { } badHandler)
        {
            return (null, badHandler);
        }

        var plan = new SandboxPlan
        {
            Document = document,
            Function = function,
            TaskRoot = taskRoot,
            OptRoot = optRoot,
            Log = LogSettings.Of(document),
            Command = Command(document, interpreter, taskRoot, optRoot),
            RuntimeLabel = interpreter.Version is null
                ? document.Runtime : $"{interpreter.Family}:{interpreter.Version}",
        };
        return (plan, null);
    }

    private ImmutableArray<string> Command(
        FunctionDocument document, RuntimeInterpreter interpreter, string taskRoot, string? optRoot)
    {
        var command = interpreter.Family switch
        {
            "nodejs" => [interpreter.Path!, HeapLimit(document), clients.NodeClient],

            // On Lambda the code's folder is read-only. Here compiled modules go to a folder of ours, not beside the
            // code.
            "python" => [interpreter.Path!, "-X", $"pycache_prefix={bytecodeFolder}", clients.PythonClient],
            "dotnet" => DotnetCommand(interpreter.Path!, document.Handler ?? "", taskRoot),
            _ => [FindBootstrap(taskRoot, optRoot) ?? Path.Combine(taskRoot, "bootstrap")],
        };

        // A wrapper script gets the runtime's command line as its arguments (§6.4); managed runtimes only.
        if (document.Environment?.TryGetValue("AWS_LAMBDA_EXEC_WRAPPER", out var wrapper) == true
            && !RuntimeFamily.IsProvided(document.Runtime))
        {
            command = command.Insert(0, Map(wrapper, taskRoot, optRoot));
        }

        return command;
    }

    /// <summary>A path on Lambda as the one that stands for it here.</summary>
    private static string Map(string path, string taskRoot, string? optRoot)
    {
        const string task = "/var/task/";
        const string opt = "/opt/";
        return path.StartsWith(task, StringComparison.Ordinal) ? Path.Combine(taskRoot, path[task.Length..])
            : optRoot is not null && path.StartsWith(opt, StringComparison.Ordinal)
                ? Path.Combine(optRoot, path[opt.Length..])
                : path;
    }

    /// <summary>The function's own, else that of a layer (deployment-and-tools §6.6).</summary>
    private static string? FindBootstrap(string taskRoot, string? optRoot) =>
        Path.Combine(taskRoot, "bootstrap") is var own && ProgramSearch.IsExecutable(own) ? own
        : optRoot is not null && Path.Combine(optRoot, "bootstrap") is var layers && ProgramSearch.IsExecutable(layers)
            ? layers
            : null;

    /// <summary>Lambda's own share of the function's memory: V8 collects before the limit instead of meeting it.</summary>
    private static string HeapLimit(FunctionDocument document) => string.Create(
        CultureInfo.InvariantCulture,
        $"--max-old-space-size={document.MemorySize * FunctionHostLimits.NodeHeapPercent / 100}");

    /// <summary>
    /// An executable runs by itself; a class library by our client, in the frameworks that its own runtimeconfig asks for,
    /// or newer ones: the machine's serve the family.
    /// </summary>
    private ImmutableArray<string> DotnetCommand(string dotnet, string handler, string taskRoot)
    {
        if (!IsMethod(handler))
        {
            return [dotnet, Path.Combine(taskRoot, $"{handler}.dll")];
        }

        var config = Path.Combine(taskRoot, $"{AssemblyOf(handler)}.runtimeconfig.json");
        return File.Exists(config)
            ? [dotnet, "exec", "--roll-forward", "LatestMajor", "--runtimeconfig", config, clients.DotnetClient]
            : [dotnet, "exec", clients.DotnetClient];
    }

    /// <summary>Of a class library: <c>Assembly::Type::Method</c>.</summary>
    private static bool IsMethod(string handler) => handler.Contains("::", StringComparison.Ordinal);

    private static string AssemblyOf(string handler) =>
        IsMethod(handler) ? handler[..handler.IndexOf("::", StringComparison.Ordinal)] : handler;

    private static SandboxFailure? FindHandlerProblem(FunctionDocument document, string taskRoot)
    {
        if (!RuntimeFamily.IsDotnet(document.Runtime))
        {
            return null;
        }

        var assembly = AssemblyOf(document.Handler ?? "");
        return File.Exists(Path.Combine(taskRoot, $"{assembly}.dll")) ? null : new SandboxFailure
        {
            Kind = SandboxFailureKind.Entrypoint,
            ErrorType = "LambdaValidationException",
            Reason = $"Could not find the specified handler assembly with the file name '{assembly}.dll'. The "
                + "assembly should be located in the root of your uploaded .zip file.",
        };
    }

    private static SandboxFailure? FindEntrypointProblem(string taskRoot, string? optRoot)
    {
        var bootstrap = Path.Combine(taskRoot, "bootstrap");
        if (FindBootstrap(taskRoot, optRoot) is not null)
        {
            return null;
        }

        return new SandboxFailure
        {
            Kind = SandboxFailureKind.Entrypoint,
            ErrorType = "Runtime.InvalidEntrypoint",
            Reason = File.Exists(bootstrap)
                ? "fork/exec /var/task/bootstrap: permission denied"
                : "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
        };
    }
}
