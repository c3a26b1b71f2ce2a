using System.Collections.Immutable;
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
            Command = Command(document, interpreter, taskRoot, optRoot),
            RuntimeLabel = interpreter.Version is null
                ? document.Runtime : $"{interpreter.Family}:{interpreter.Version}",
        };
        return (plan, null);
    }

    private ImmutableArray<string> Command(
        FunctionDocument document, RuntimeInterpreter interpreter, string taskRoot, string? optRoot)
    {
        ImmutableArray<string> command = interpreter.Family switch
        {
            "nodejs" => [interpreter.Path!, clients.NodeClient],

            // On Lambda the code's folder is read-only. Here compiled modules go to a folder of ours, not beside the
            // code.
            "python" => [interpreter.Path!, "-X", $"pycache_prefix={bytecodeFolder}", clients.PythonClient],
            "dotnet" => [interpreter.Path!, Path.Combine(taskRoot, $"{document.Handler}.dll")],
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

    /// <summary>
    /// A class library's handler has three parts; running one needs a loader that is not built.
    /// </summary>
    private static SandboxFailure? FindHandlerProblem(FunctionDocument document, string taskRoot)
    {
        if (!RuntimeFamily.IsDotnet(document.Runtime))
        {
            return null;
        }

        if (document.Handler?.Contains("::", StringComparison.Ordinal) == true)
        {
            return new SandboxFailure
            {
                Kind = SandboxFailureKind.Host,
                Reason = $"The handler '{document.Handler}' names a method of a class library; this host runs .NET "
                    + "functions that are executables (Amazon.Lambda.RuntimeSupport), whose handler is the assembly's "
                    + "name.",
            };
        }

        return File.Exists(Path.Combine(taskRoot, $"{document.Handler}.dll")) ? null : new SandboxFailure
        {
            Kind = SandboxFailureKind.Entrypoint,
            ErrorType = "LambdaValidationException",
            Reason = $"Could not find the specified handler assembly with the file name '{document.Handler}.dll'. The "
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
