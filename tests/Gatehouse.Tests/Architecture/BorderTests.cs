using System.Reflection;
using Gatehouse.Model.Documents;
using Shouldly;

namespace Gatehouse.Tests.Architecture;

/// <summary>The borders of docs/LAYOUT.md, by what each assembly really references.</summary>
public sealed class BorderTests
{
    private static readonly Dictionary<string, string[]> AllowedReferences = new(StringComparer.Ordinal)
    {
        ["Gatehouse.Wire"] = [],
        ["Gatehouse.Languages"] = [],
        ["Gatehouse.Model"] = [],
        ["Gatehouse.Identity"] = ["Gatehouse.Model", "Gatehouse.Wire", "Microsoft.Extensions.Logging.Abstractions"],
        ["Gatehouse.Execution"] =
        [
            "Gatehouse.Model", "Gatehouse.Wire", "Gatehouse.Languages", "Gatehouse.Identity",
            "Microsoft.AspNetCore.*", "Microsoft.Extensions.*", "Microsoft.Net.Http.Headers",
        ],
        ["Gatehouse.Functions"] = ["Gatehouse.Model", "Microsoft.AspNetCore.*", "Microsoft.Extensions.*"],
        ["Gatehouse.Services"] =
        [
            "Gatehouse.Model", "Gatehouse.Wire", "Gatehouse.Languages", "Gatehouse.Identity",
            "Microsoft.AspNetCore.*", "Microsoft.Extensions.*", "Microsoft.Net.Http.Headers", "YamlDotNet",
        ],
        ["Gatehouse.Storage"] =
            ["Gatehouse.Model", "Microsoft.Data.Sqlite", "SQLitePCLRaw.*", "Microsoft.Extensions.Logging.Abstractions"],
    };

    public static TheoryData<string> Projects() => [.. AllowedReferences.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_layout_allows(string project)
    {
        var references = Assembly.Load(project).GetReferencedAssemblies().Select(reference => reference.Name!);

        references.Where(name => !IsBaseLibrary(name) && !AllowedReferences[project].Any(allowed => Matches(allowed, name)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_references_the_server()
    {
        foreach (var project in AllowedReferences.Keys)
        {
            Assembly.Load(project).GetReferencedAssemblies().ShouldNotContain(reference => reference.Name == "gatehouse");
        }
    }

    [Fact]
    public void Only_compilation_and_the_catalog_of_the_data_plane_read_documents()
    {
        var offenders = SourceTree.Files("src/Gatehouse.Execution")
            .Where(file => !file.Path.Contains("/Compilation/") && !file.Path.Contains("/Catalog/"))
            .Where(file => file.Lines.Any(line => line.Contains(nameof(IDocumentStore)) && !line.Contains("///")))
            .Select(file => file.Path)
            .Where(path => !path.EndsWith("/ExecutionPlane.cs", StringComparison.Ordinal)) // the composition root of the plane
            .ToList();

        offenders.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Mock")]
    [InlineData("Http")]
    [InlineData("Function")]
    [InlineData("Aws")]
    public void An_integration_references_no_other_integration(string integration)
    {
        // The house's own HTTP client lies below Http and belongs to nobody: Aws sends through it too.
        const string client = "using Gatehouse.Execution.Integrations.Http.Upstream;";
        var others = new[] { "Mock", "Http", "Function", "Aws" }.Where(other => other != integration)
            .Select(other => $"Gatehouse.Execution.Integrations.{other}");

        var offenders = SourceTree.Files($"src/Gatehouse.Execution/Integrations/{integration}")
            .Where(file => file.Lines.Any(line =>
                line != client && others.Any(other => line.StartsWith($"using {other}", StringComparison.Ordinal))))
            .Select(file => file.Path)
            .ToList();

        offenders.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Rest", new[] { "Http", "WebSockets" })]
    [InlineData("Http", new[] { "Rest", "WebSockets" })]
    [InlineData("WebSockets", new[] { "Rest", "Http" })]
    [InlineData("Exchange", new[] { "Rest", "Http", "WebSockets", "Integrations" })]
    [InlineData("Authorizers", new[] { "Rest", "Http", "WebSockets" })]
    public void Kinds_of_APIs_know_each_other_only_by_what_they_share(string room, string[] others)
    {
        var offenders = SourceTree.Files("src/Gatehouse.Execution")
            .Where(file => file.Path.Contains($"/Gatehouse.Execution/{room}/"))
            .Where(file => file.Lines.Any(line => others.Any(other =>
                line.StartsWith($"using Gatehouse.Execution.{other};", StringComparison.Ordinal)
                || line.StartsWith($"using Gatehouse.Execution.{other}.", StringComparison.Ordinal))))
            .Select(file => file.Path)
            .ToList();

        offenders.ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_skeleton_of_the_control_plane_knows_ASP_NET()
    {
        // docs/LAYOUT.md: "ASP.NET (Skeleton only)".
        var offenders = SourceTree.Files("src/Gatehouse.Services")
            .Where(file => !file.Path.Contains("/Skeleton/"))
            .Where(file => file.Lines.Any(line => line.StartsWith("using Microsoft.AspNetCore", StringComparison.Ordinal)))
            .Select(file => file.Path)
            .ToList();

        offenders.ShouldBeEmpty();
    }

    private static bool IsBaseLibrary(string name) =>
        name is "netstandard" or "mscorlib" || name == "System" || name.StartsWith("System.", StringComparison.Ordinal)
        || name == "Microsoft.Win32.Primitives";

    private static bool Matches(string allowed, string name) => allowed.EndsWith('*')
        ? name.StartsWith(allowed[..^1], StringComparison.Ordinal)
        : name == allowed;
}
