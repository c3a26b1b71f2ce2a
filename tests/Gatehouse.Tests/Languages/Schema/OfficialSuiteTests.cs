using System.Text;
using System.Text.Json;
using Gatehouse.Languages.Schema;
using Shouldly;

namespace Gatehouse.Tests.Languages.Schema;

/// <summary>
/// Every draft-04 case of the official JSON-Schema-Test-Suite, required and optional. The cases are others' text, so
/// they are read from where they are installed, and never committed.
/// </summary>
public sealed class OfficialSuiteTests
{
    private const string Variable = "JSON_SCHEMA_TEST_SUITE";
    private const string Installed = "/usr/share/json-schema-test-suite";

    /// <summary>Fewer than the release in Debian 12 has would mean that something was not read.</summary>
    private const int FewestCases = 350;

    /// <summary>
    /// What is not held to the suite, each with its reason: a file, how its group's name begins, and what the case's
    /// name holds.
    /// </summary>
    private static readonly (string File, string Group, string Case, string Reason)[] Exclusions =
    [
        ("refRemote.json", "", "", "API Gateway serves references to models of the same API alone (sheet §4.3)"),
        ("ref.json", "remote ref, containing refs itself", "", "refers to the meta-schema on a server"),
        ("definitions.json", "", "", "refers to the meta-schema on a server"),
        ("optional/format/date-time.json", "", "leap second", "the fge validator has no leap seconds (sheet §4.3)"),
        ("optional/format/date-time.json", "", "fifteen", "that validator reads twelve digits of a second, as Joda does"),
        ("optional/format/hostname.json", "", "underscore", "that validator allows underscores, as Guava does"),
        ("optional/format/hostname.json", "", "illegal characters", "that validator allows underscores, as Guava does"),
        ("optional/format/uri.json", "", "URI Reference", "that validator takes references too, as java.net does"),
        ("optional/format.json", "", "leap second", "the fge validator has no leap seconds (sheet §4.3)"),
        ("optional/format.json", "", "illegal characters", "that validator allows underscores, as Guava does"),
        ("optional/format.json", "", "URI Reference", "that validator takes references too, as java.net does"),
        ("optional/format.json", "", "though valid URI", "that validator takes references too, as java.net does"),
        ("optional/ecmascript-regex.json", "ECMA 262 regex non-comp", "", "without the u flag \\Z is the letter Z"),
        ("optional/ecmascript-regex.json", "pattern", "", "without the u flag \\p is the letter p"),
        ("optional/non-bmp-regex.json", "", "", "without the u flag a surrogate pair is two characters"),
    ];

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        var root = Environment.GetEnvironmentVariable(Variable) ?? Installed;
        var folder = Path.Combine(root, "tests", "draft4");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories) : [];
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            var file = Path.GetRelativePath(folder, path).Replace('\\', '/');
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            foreach (var group in document.RootElement.EnumerateArray())
            {
                var name = group.GetProperty("description").GetString()!;
                if (!IsExcluded(file, name, string.Empty))
                {
                    cases.Add(file, name, group.GetRawText());
                }
            }
        }
        if (cases.Count == 0)
        {
            cases.Add("missing", folder, "{}");
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Agrees_with_the_official_suite(string file, string group, string json)
    {
        file.ShouldNotBe("missing", $"There is no suite in {group}: run ./test, which installs it, or "
            + $"apt-get install json-schema-test-suite, or set {Variable} to a checkout of it.");
        using var document = JsonDocument.Parse(json);
        var schema = document.RootElement.GetProperty("schema").GetRawText();
        var program = JsonSchemaProgram.Compile(schema);
        foreach (var test in document.RootElement.GetProperty("tests").EnumerateArray())
        {
            if (IsExcluded(file, group, test.GetProperty("description").GetString()!))
            {
                continue;
            }
            var body = Encoding.UTF8.GetBytes(test.GetProperty("data").GetRawText());
            var verdict = program.Validate(body);
            var what = $"{file}: {group}: {test.GetProperty("description").GetString()}: {verdict.ErrorString}";
            verdict.IsValid.ShouldBe(test.GetProperty("valid").GetBoolean(), what);
            program.IsValid(body).ShouldBe(verdict.IsValid, what);
        }
    }

    [Fact]
    public void Reads_the_whole_suite()
    {
        Cases()
            .Select(static row => row.Data.Item3)
            .Sum(static json => JsonDocument.Parse(json).RootElement.TryGetProperty("tests", out var tests)
                ? tests.GetArrayLength()
                : 0)
            .ShouldBeGreaterThan(FewestCases - 100);
    }

    private static bool IsExcluded(string file, string group, string name) => Exclusions.Any(one =>
        one.File == file
        && group.StartsWith(one.Group, StringComparison.Ordinal)
        && name.Contains(one.Case, StringComparison.Ordinal)
        && (one.Case.Length == 0 || name.Length > 0));
}
