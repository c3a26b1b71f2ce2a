using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gatehouse.Services.SdkGeneration.Languages;
using Shouldly;

namespace Gatehouse.Tests.Services.SdkGeneration;

/// <summary>
/// An API whose names, descriptions and values try to leave the literals and comments that they stand in: the tools of
/// each language must find nothing but a well-formed program. Skipped, with the reason, where a tool is missing.
/// </summary>
public sealed class HostileApiTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gatehouse-hostile-");

    public static TheoryData<string> Types => [.. SdkLanguages.All.Select(static language => language.Id)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("javascript", "node", "require(process.argv[1] + '/apiGateway-js-sdk/apigClient.js').newClient()", "-e")]
    [InlineData("python", "python3", "import glob,importlib,os,sys\n"
        + "package=os.path.dirname(glob.glob(sys.argv[1]+'/*/*/client.py')[0])\n"
        + "sys.path.insert(0,os.path.dirname(package))\n"
        + "importlib.import_module(os.path.basename(package)).ApiClient()", "-W", "error", "-c")]
    [InlineData("ruby", "ruby", "Dir[ARGV[0]+'/**/*.rb'].each { |file| RubyVM::InstructionSequence.compile_file(file) }\n"
        + "$:.unshift(ARGV[0]+'/simplecalc-sdk/lib')\nrequire 'simplecalc-sdk'\nSimpleCalc::Client.new", "-e")]
    public async Task A_script_loads(string type, string tool, string script, params string[] options)
    {
        Write(type);
        await RunAsync(tool, _folder.FullName, [.. options, script, _folder.FullName]);
    }

    [Fact]
    public async Task The_Java_sources_compile()
    {
        Write("java");
        await RunAsync("javac", _folder.FullName, ["-Xlint:all", "-Werror", "-encoding", "UTF-8", "-d", "out", .. Sources("*.java")]);
    }

    [Fact]
    public async Task The_Go_package_compiles()
    {
        Write("go");
        await RunAsync("go", Path.GetDirectoryName(Sources("go.mod").Single())!, ["vet", "."]);
    }

    [Fact]
    public async Task The_Android_sources_compile()
    {
        Write("android");
        var declarations = Directory.GetFiles(Path.Combine(Clients, "android"), "*.java", SearchOption.AllDirectories);
        await RunAsync(
            "javac", _folder.FullName,
            ["-Xlint:all", "-Werror", "-encoding", "UTF-8", "-d", "out", .. Sources("*.java"), .. declarations]);
    }

    [Fact]
    public async Task The_Objective_C_sources_compile()
    {
        Write("objectivec");
        foreach (var source in Sources("*.m"))
        {
            await RunAsync("clang", _folder.FullName,
            [
                "-fsyntax-only", "-fobjc-arc", "-fblocks", "-fobjc-runtime=gnustep-2.0", "-Wall", "-Werror",
                "-fconstant-string-class=NSConstantString", "-I", Path.Combine(Clients, "objectivec"),
                "-I", Path.GetDirectoryName(source)!, source,
            ]);
        }
    }

    [Fact]
    public async Task The_TypeScript_sources_compile()
    {
        var compiler = Path.Combine(Clients, "node_modules", ".bin", "tsc");
        Assert.SkipUnless(File.Exists(compiler), "typescript is not installed; run npm ci in tests/clients/sdks");
        Write("typescript");
        await RunAsync(compiler, Path.GetDirectoryName(Sources("tsconfig.json").Single())!, ["-p", ".", "--noEmit"]);
    }

    [Fact]
    public async Task The_Csharp_project_compiles()
    {
        Write("csharp");
        var project = Sources("*.csproj").Single();

        // The SDK asks for .NET 8; what is installed may be later, and its packs of earlier ones are not here.
        File.WriteAllText(project, File.ReadAllText(project).Replace("net8.0", $"net{Environment.Version.Major}.0", StringComparison.Ordinal));
        await RunAsync("dotnet", Path.GetDirectoryName(project)!, ["build", "--nologo", "-v", "q", "-p:TreatWarningsAsErrors=true"]);
    }

    /// <summary>No file of any type holds a character that a reader does not see, or a line end that is none to him.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void Nothing_hidden_reaches_a_file(string type)
    {
        foreach (var (path, text) in SdkSample.Generate(SdkLanguages.Find(type)!, SdkSample.Describe(SdkSample.Hostile())))
        {
            text.IndexOfAny(['\r', '\0', '\u0085', '\u2028', '\u2029', '\u202e']).ShouldBe(-1, path);
            path.ShouldNotContain("..");
        }
    }

    private void Write(string type)
    {
        foreach (var (path, text) in SdkSample.Generate(SdkLanguages.Find(type)!, SdkSample.Describe(SdkSample.Hostile())))
        {
            var file = Path.Combine(_folder.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private string[] Sources(string pattern) =>
        [.. _folder.GetFiles(pattern, SearchOption.AllDirectories).Select(static file => file.FullName)];

    /// <summary>Declarations of Amazon's mobile libraries, and the TypeScript compiler.</summary>
    private static string Clients => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../clients/sdks"));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static async Task RunAsync(string tool, string directory, IEnumerable<string> arguments)
    {
        // An absolute path stays itself.
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"{tool} is not installed");
        var start = new ProcessStartInfo(found!, arguments)
        {
            WorkingDirectory = directory, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        start.Environment["GOFLAGS"] = "-mod=mod";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, errors + await output);
    }
}
