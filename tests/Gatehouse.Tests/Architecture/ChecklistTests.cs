using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Shouldly;

namespace Gatehouse.Tests.Architecture;

/// <summary>docs/checklists: every line of behaviour names tests that exist, or says openly what it lacks.</summary>
public sealed partial class ChecklistTests
{
    private const string Folder = "docs/checklists";

    /// <summary>Lines of the sheet's own checklist; the page may not lose one.</summary>
    private const int LeastLines = 110;

    [Fact]
    public void Every_line_names_a_test_a_difference_or_what_is_missing()
    {
        var lines = Pages().SelectMany(static page => page.Lines).ToList();
        lines.Count(static line => line.StartsWith("- ", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(LeastLines);
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].StartsWith("- ", StringComparison.Ordinal))
            {
                Evidence().IsMatch(lines[i + 1]).ShouldBeTrue($"nothing shows: {lines[i]}");
            }
        }
    }

    [Fact]
    public void Every_named_test_exists()
    {
        Names().Where(static name => name.Contains(".Tests.", StringComparison.Ordinal) || name.StartsWith("Tests.", StringComparison.Ordinal))
            .Where(static name => !ExistsHere(name))
            .ShouldBeEmpty();
        Names().Where(static name => name.StartsWith("Conformance.", StringComparison.Ordinal) || name.StartsWith("Oracles.", StringComparison.Ordinal))
            .Where(static name => !ExistsAsText(name))
            .ShouldBeEmpty();
        Names().Where(static name => name.StartsWith("clients/", StringComparison.Ordinal))
            .Where(static name => !ExistsAtAClient(name))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_named_difference_is_a_row()
    {
        var rows = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "DIFFERENCES.md")).Replace("`", "", StringComparison.Ordinal);
        Names().Where(static name => name.StartsWith("DIFFERENCES: ", StringComparison.Ordinal))
            .Where(name => !rows.Contains("\n| " + name["DIFFERENCES: ".Length..], StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_is_missing_is_counted()
    {
        foreach (var (path, lines) in Pages())
        {
            var counted = lines.Count(static line => line.TrimStart().StartsWith("- `missing: ", StringComparison.Ordinal));
            lines.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"Missing: {counted}"), path);
        }
    }

    private static bool ExistsHere(string name)
    {
        var dot = name.LastIndexOf('.');
        return Assembly.GetExecutingAssembly().GetType("Gatehouse." + name[..dot]) is { } type
            && type.GetMethods().Any(method => method.Name == name[(dot + 1)..]
                && method.GetCustomAttributes().Any(static a => a is FactAttribute));
    }

    /// <summary>Conformance and oracle tests are other programs: their sources tell.</summary>
    private static bool ExistsAsText(string name)
    {
        var parts = name.Split('.');
        return SourceTree.Files($"tests/Gatehouse.{parts[0]}").Any(file =>
            Path.GetFileNameWithoutExtension(file.Path) == parts[^2]
            && file.Lines.Contains($"namespace Gatehouse.{string.Join('.', parts[..^2])};")
            && file.Lines.Any(line => line.Contains($" {parts[^1]}(", StringComparison.Ordinal)));
    }

    private static bool ExistsAtAClient(string name)
    {
        var parts = name.Split(": ");
        var path = Path.Combine(SourceTree.Root, "tests", parts[0]);
        return File.Exists(path) && File.ReadAllText(path).Contains(parts[1], StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names() => Pages()
        .SelectMany(static page => page.Lines)
        .Select(static line => Evidence().Match(line))
        .Where(static match => match.Success)
        .Select(static match => match.Groups[1].Value);

    private static IEnumerable<(string Path, string[] Lines)> Pages() =>
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, Folder), "*.md").Order(StringComparer.Ordinal)
            .Select(static path => (path, File.ReadAllLines(path)));

    [GeneratedRegex(@"^  - `(.+)`$")]
    private static partial Regex Evidence();
}
