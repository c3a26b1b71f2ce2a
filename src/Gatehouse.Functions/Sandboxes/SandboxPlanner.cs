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
        try
        {
            taskRoot = await packages.GetFolderAsync(document.Code);
        }
        catch (PackageException e)
        {
            return (null, new SandboxFailure { Kind = SandboxFailureKind.Host, Reason = e.Message });
        }

        if (RuntimeFamily.IsProvided(document.Runtime) && FindEntrypointProblem(taskRoot) is { } missing)
        {
            return (null, missing);
        }

        var plan = new SandboxPlan
        {
            Document = document,
            Function = function,
            TaskRoot = taskRoot,
            Command = Command(document, interpreter, taskRoot),
            RuntimeLabel = interpreter.Version is null
                ? document.Runtime : $"{interpreter.Family}:{interpreter.Version}",
        };
        return (plan, null);
    }

    private ImmutableArray<string> Command(FunctionDocument document, RuntimeInterpreter interpreter, string taskRoot)
    {
        ImmutableArray<string> command = interpreter.Family switch
        {
            "nodejs" => [interpreter.Path!, clients.NodeClient],

            // On Lambda the code's folder is read-only. Here compiled modules go to a folder of ours, not beside the
            // code.
            "python" => [interpreter.Path!, "-X", $"pycache_prefix={bytecodeFolder}", clients.PythonClient],
            _ => [Path.Combine(taskRoot, "bootstrap")],
        };

        // A wrapper script gets the runtime's command line as its arguments (§6.4); managed runtimes only.
        if (document.Environment?.TryGetValue("AWS_LAMBDA_EXEC_WRAPPER", out var wrapper) == true
            && !RuntimeFamily.IsProvided(document.Runtime))
        {
            const string task = "/var/task/";
            var path = wrapper.StartsWith(task, StringComparison.Ordinal)
                ? Path.Combine(taskRoot, wrapper[task.Length..]) : wrapper;
            command = command.Insert(0, path);
        }

        return command;
    }

    private static SandboxFailure? FindEntrypointProblem(string taskRoot)
    {
        var bootstrap = Path.Combine(taskRoot, "bootstrap");
        if (ProgramSearch.IsExecutable(bootstrap))
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
