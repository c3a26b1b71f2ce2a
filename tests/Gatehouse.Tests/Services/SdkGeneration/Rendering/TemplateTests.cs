using Gatehouse.Services.SdkGeneration;
using Gatehouse.Services.SdkGeneration.Languages;
using Shouldly;

namespace Gatehouse.Tests.Services.SdkGeneration.Rendering;

/// <summary>Templates that a reader can change (docs/subsystems/sdk-generation.md).</summary>
public sealed class TemplateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gatehouse-sdk-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_operators_manifest_and_files_come_before_the_built_in_ones()
    {
        Put("sdk.json", """
            { "files": [
              { "path": "all.txt", "template": "all.txt.vm" },
              { "path": "m/${model.className}.txt", "template": "one.txt.vm", "each": "models" },
              { "path": "never.txt", "template": "all.txt.vm", "when": "!hasOperations" },
              { "path": "runtime.py", "template": "runtime.py" } ] }
            """);
        Put("all.txt.vm", "#foreach($operation in $sdk.operations)\n$operation.verb $operation.path\n#end\n");
        Put("one.txt.vm", "$model.className$sdk.nothing");

        var files = Generate();

        files.Keys.ShouldBe(["all.txt", "m/Input.txt", "m/Result.txt", "runtime.py"]);
        files["all.txt"].ShouldStartWith("GET \"/\"\nPOST \"/\"\n");
        files["m/Input.txt"].ShouldBe("Input");
        files["runtime.py"].ShouldContain("def _sign(");
    }

    [Theory]
    [InlineData("""{ "files": [ { "path": "../x", "template": "runtime.py" } ] }""", "'../x' is no path of its own")]
    [InlineData("""{ "files": [ { "path": "/x", "template": "runtime.py" } ] }""", "'/x' is no path of its own")]
    [InlineData("""{ "files": [ { "path": "a\\b", "template": "runtime.py" } ] }""", "is no path of its own")]
    [InlineData("""{ "files": [ { "path": "$sdk.name", "template": "runtime.py" } ] }""", "is no path of its own")]
    [InlineData("""{ "files": [ { "path": "x", "template": "runtime.py" }, { "path": "x", "template": "runtime.py" } ] }""", "'x' is no path of its own")]
    [InlineData("""{ "files": [ { "path": "x", "template": "gone.py" } ] }""", "python/gone.py: there is no such file")]
    [InlineData("""{ "files": [ { "path": "x", "template": "runtime.py", "each": "pets" } ] }""", "there are no pets")]
    [InlineData("""{ "files": [ { "path": "x", "template": "runtime.py", "unless": "pets" } ] }""", "python/sdk.json")]
    [InlineData("""{ }""", "python/sdk.json")]
    [InlineData("no", "python/sdk.json")]
    public void A_manifest_that_breaks_a_rule_is_refused_by_name(string manifest, string problem)
    {
        Put("sdk.json", manifest);
        Should.Throw<SdkTemplateException>(() => Generate()).Message.ShouldContain(problem);
    }

    [Fact]
    public void A_template_that_does_not_compile_is_named_with_its_line()
    {
        Put("README.md.vm", "one\n#if(");
        Should.Throw<SdkTemplateException>(() => Generate()).Message.ShouldStartWith("SDK template python/README.md.vm: ");
    }

    [Fact]
    public void A_template_that_is_too_large_is_refused()
    {
        Put("runtime.py", new string(' ', SdkLimits.MaxTemplateBytes + 1));
        Should.Throw<SdkTemplateException>(() => Generate()).Message.ShouldContain("is larger than");
    }

    [Fact]
    public void A_large_API_is_within_the_bounds_of_the_template_language()
    {
        var methods = Enumerable.Range(0, 3_000)
            .Select(static i => ($"/r{i}/{{id}}", "GET", SdkSample.Method("GET", query: ["a", "b"], result: "M"))).ToArray();
        var api = SdkSample.Describe(SdkSample.Definition(
            "large", [SdkSample.Model("M", """{"type":"object","properties":{"a":{"type":"string"}}}""")], methods));

        foreach (var language in SdkLanguages.All)
        {
            SdkSample.Generate(language, api).Values.ShouldContain(static text => text.Contains("/r2999/", StringComparison.Ordinal));
        }
    }

    private void Put(string file, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "python"));
        File.WriteAllText(Path.Combine(_folder.FullName, "python", file), text);
    }

    private Dictionary<string, string> Generate() =>
        SdkSample.Generate(new PythonSdk(), SdkSample.Describe(SdkSample.Calculator()), _folder.FullName);
}
