using System.Diagnostics;

namespace Gatehouse.Tests.Functions.Runtimes;

/// <summary>Compiles a small assembly with the SDK's own compiler, as a function's author would have it published.</summary>
internal static class DotnetLibrary
{
    private static readonly string Frameworks = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Stands for Amazon.Lambda.Core: a function brings it, and the client knows its types by their names.</summary>
    public const string LambdaCore = """
        namespace Amazon.Lambda.Core
        {
            public interface ILambdaLogger { void Log(string message); void LogLine(string message); void LogInformation(string message) => LogLine(message); }
            public interface IClientApplication { string AppTitle { get; } }
            public interface IClientContext
            {
                System.Collections.Generic.IDictionary<string, string> Environment { get; }
                IClientApplication Client { get; }
                System.Collections.Generic.IDictionary<string, string> Custom { get; }
            }
            public interface ILambdaContext
            {
                string AwsRequestId { get; } IClientContext ClientContext { get; } string FunctionName { get; }
                string FunctionVersion { get; } string InvokedFunctionArn { get; } ILambdaLogger Logger { get; }
                string LogGroupName { get; } int MemoryLimitInMB { get; } System.TimeSpan RemainingTime { get; }
                string TraceId => null;
            }
            public interface ILambdaSerializer
            {
                T Deserialize<T>(System.IO.Stream requestStream);
                void Serialize<T>(T response, System.IO.Stream responseStream);
            }
            [System.AttributeUsage(System.AttributeTargets.Assembly | System.AttributeTargets.Method)]
            public sealed class LambdaSerializerAttribute(System.Type serializerType) : System.Attribute
            {
                public System.Type SerializerType { get; } = serializerType;
            }
        }
        """;

    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Text; global using System.Text.Json; global using System.Threading.Tasks;
        """;

    public static async Task CompileAsync(string folder, string name, bool isExecutable, params string[] sources)
    {
        Directory.CreateDirectory(folder);
        var scratch = Directory.CreateTempSubdirectory("gatehouse-csc-");
        var files = new List<string>();
        foreach (var source in sources.Prepend(Usings))
        {
            files.Add(Path.Combine(scratch.FullName, $"{files.Count}.cs"));
            await File.WriteAllTextAsync(files[^1], source);
        }

        var references = Directory.EnumerateFiles(Frameworks, "System*.dll")
            .Append(Path.Combine(Frameworks, "netstandard.dll"))
            .Where(static path => !path.EndsWith(".Native.dll", StringComparison.Ordinal))
            .Select(static path => $"-r:{path}");
        var dotnet = Path.GetFullPath(Path.Combine(Frameworks, "..", "..", ".."));
        var sdk = Directory.EnumerateDirectories(Path.Combine(dotnet, "sdk")).Order(StringComparer.Ordinal).Last();
        var compiler = Path.Combine(sdk, "Roslyn", "bincore", "csc.dll");
        var start = new ProcessStartInfo(Path.Combine(dotnet, "dotnet"))
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (var argument in (string[])
            [
                "exec", compiler, "-noconfig", "-nostdlib", "-nologo", "-langversion:latest", "-nullable:annotations",
                $"-target:{(isExecutable ? "exe" : "library")}", $"-out:{Path.Combine(folder, name + ".dll")}", .. references, .. files,
            ])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        scratch.Delete(recursive: true);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(output + await errors);
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder, name + ".runtimeconfig.json"),
            """{"runtimeOptions":{"tfm":"net8.0","framework":{"name":"Microsoft.NETCore.App","version":"8.0.0"},"rollForward":"LatestMajor"}}""");
    }
}
