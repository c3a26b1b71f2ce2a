using System.Globalization;
using Gatehouse.Functions.Runtimes;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>
/// A function's environment (deployment-and-tools §6.4). Nothing of the server's own is inherited but PATH.
/// </summary>
internal static class SandboxEnvironment
{
    public static Dictionary<string, string> Build(
        SandboxPlan plan,
        FunctionHostOptions options,
        string runtimeFolder,
        string tmpFolder,
        string logStream,
        int port,
        FunctionSession? session)
    {
        var document = plan.Document;
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        AddDefaults(result, plan, options, runtimeFolder, tmpFolder);
        if (document.Environment is { } own)
        {
            foreach (var (name, value) in own)
            {
                result[name] = value;
            }
        }

        // From here on the platform has the last word, in the order of §6.4.
        result["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR";
        if (session is not null)
        {
            result["AWS_ACCESS_KEY_ID"] = session.AccessKeyId;
            result["AWS_SECRET_ACCESS_KEY"] = session.SecretAccessKey;
            result["AWS_SESSION_TOKEN"] = session.SessionToken;
        }
        else if (options.Credentials is { } credentials)
        {
            result["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId;
            result["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey;
            if (credentials.SessionToken is not null)
            {
                result["AWS_SESSION_TOKEN"] = credentials.SessionToken;
            }
        }

        if (!RuntimeFamily.IsProvided(document.Runtime))
        {
            result["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{document.Runtime}";
        }

        result["_HANDLER"] = document.Handler ?? "";
        result["AWS_REGION"] = plan.Function.Region;
        result["AWS_DEFAULT_REGION"] = plan.Function.Region;
        result["AWS_LAMBDA_FUNCTION_NAME"] = plan.Function.Name;
        result["AWS_LAMBDA_FUNCTION_VERSION"] = document.Version;
        result["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = document.MemorySize.ToString(CultureInfo.InvariantCulture);
        result["AWS_LAMBDA_INITIALIZATION_TYPE"] = plan.InitializationType;
        result["AWS_LAMBDA_LOG_FORMAT"] = plan.Log.IsJson ? "JSON" : "Text";
        if (plan.Log.IsJson)
        {
            result["AWS_LAMBDA_LOG_LEVEL"] = plan.Log.ApplicationLevel;
        }

        result["AWS_LAMBDA_LOG_GROUP_NAME"] = plan.Log.Group ?? $"/aws/lambda/{plan.Function.Name}";
        result["AWS_LAMBDA_LOG_STREAM_NAME"] = logStream;
        result["AWS_LAMBDA_RUNTIME_API"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        result["LAMBDA_TASK_ROOT"] = plan.TaskRoot;
        result["LAMBDA_RUNTIME_DIR"] = runtimeFolder;
        return result;
    }

    /// <summary>
    /// What a function's own environment may replace (Lambda developer guide, "unreserved variables").
    /// </summary>
    private static void AddDefaults(
        Dictionary<string, string> result,
        SandboxPlan plan,
        FunctionHostOptions options,
        string runtimeFolder,
        string tmpFolder)
    {
        // Differs from AWS: PATH is the server's, since interpreters and tools stand where this machine keeps them;
        // TMPDIR names the sandbox's own folder, because /tmp itself is shared between local processes.
        var opt = plan.OptRoot;
        result["PATH"] = opt is null ? options.SearchPath : $"{options.SearchPath}:{opt}/bin";
        result["TMPDIR"] = tmpFolder;
        result["LANG"] = "en_US.UTF-8";
        result["TZ"] = ":UTC";
        result["LD_LIBRARY_PATH"] = $"{plan.TaskRoot}:{plan.TaskRoot}/lib{(opt is null ? "" : $":{opt}/lib")}";
        if (options.EndpointUrl?.Invoke() is { } endpoint)
        {
            result["AWS_ENDPOINT_URL"] = endpoint;
        }

        if (RuntimeFamily.IsNode(plan.Document.Runtime))
        {
            // nodejs22.x: layers may bring modules for one version of Node.js (§6.4).
            var version = plan.Document.Runtime["nodejs".Length..].Split('.')[0];
            var layers = opt is null ? "" : $"{opt}/nodejs/node{version}/node_modules:{opt}/nodejs/node_modules:";
            result["NODE_PATH"] = $"{layers}{runtimeFolder}/node_modules";
        }
        else if (RuntimeFamily.IsPython(plan.Document.Runtime))
        {
            var layers = opt is null
                ? "" : $"{opt}/python:{opt}/python/lib/{plan.Document.Runtime}/site-packages:";
            result["PYTHONPATH"] = $"{layers}{runtimeFolder}";
        }
        else if (RuntimeFamily.IsDotnet(plan.Document.Runtime))
        {
            // What .NET takes by itself of a container's memory, in hexadecimal: without a cgroup it would see the machine's.
            result["DOTNET_GCHeapHardLimit"] = ((long)plan.Document.MemorySize * 3 / 4 << 20).ToString(
                "X", CultureInfo.InvariantCulture);
        }
    }
}
