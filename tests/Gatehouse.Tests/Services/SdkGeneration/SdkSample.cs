using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.SdkGeneration;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Languages;

namespace Gatehouse.Tests.Services.SdkGeneration;

/// <summary>APIs to generate SDKs of: the guide's calculator, and one whose every name is an attack.</summary>
internal static class SdkSample
{
    public const string Endpoint = "http://localhost:4566/_aws/execute-api/a1b2c3d4e5/test";

    /// <summary>Ends of literals, comments and lines of ten languages, and what their preprocessors would run.</summary>
    public const string Nasty =
        "x\"'`\\ */ /* // # \n\r\u2028\u2029\u0085 #{1} ${2} $(3) %s \\u000a \\u002a\\u002f <!-- --> </script> \"\"\" ''' ``` "
        + "\u202e ??/ =begin\n=end\n]]> \\(4) \u0000 \\";

    private static readonly string[] NastyNames =
    [
        "class", "Class", "default", "self", "body", "constructor", "__proto__", "then", "init", "newPet", "123", "", "*/",
        "a b", "a-b", "a_b", "aB", "é", "Error", "String", "System", "Task", "object", "options", "headers", "to_h", "hash",
        "System.Console", "config", "value", "\"+alert(1)+\"", "`rm`", "#{x}", "name,omitempty", "params", "request", Nasty,
    ];

    public static Dictionary<string, string> Parameters => new(StringComparer.Ordinal)
    {
        ["service.name"] = "SimpleCalc",
        ["java.package-name"] = "com.example.calc",
        ["java.license-text"] = "Ours \\u002a\\u002f */",
        ["groupId"] = "com.example",
        ["artifactId"] = "calc",
        ["artifactVersion"] = "1.0.0",
        ["invokerPackage"] = "com.example.calc",
        ["classPrefix"] = "SIMPLE_CALC",
    };

    public static RestApiDefinition Calculator() => Definition(
        "SimpleCalc",
        [
            Model("Empty", """{"type":"object","title":"Empty Schema"}"""),
            Model("Input", """{"type":"object","required":["a"],"properties":{"a":{"type":"number"},"b":{"type":"number"},"op":{"type":"string","enum":["+","-"]}}}"""),
            Model("Result", """{"type":"object","properties":{"c":{"type":"number"},"input":{"$ref":"https://apigateway.amazonaws.com/restapis/a1b2c3d4e5/models/Input"}}}"""),
        ],
        ("/", "GET", Method("GET", query: ["a", "b", "op"], result: "Result")),
        ("/", "POST", Method("POST", body: "Input", result: "Result")),
        ("/{a}", "OPTIONS", Method("OPTIONS")),
        ("/{a}/{b}/{op}", "GET", Method("GET", result: "Result")),
        ("/users/{userName}/create-course", "POST", Method("POST", operation: "createCourse", body: "Empty")),
        ("/files/{proxy+}", "GET", Method("GET")),
        ("/files/{proxy+}", "ANY", Method("ANY")),
        ("/secure", "GET", Method("GET") with { AuthorizationType = "AWS_IAM" }));

    public static RestApiDefinition Hostile()
    {
        var members = new Dictionary<string, object>();
        foreach (var name in NastyNames)
        {
            members[name] = new { type = "string", description = Nasty, @enum = new[] { Nasty, "b" } };
        }

        members["nested"] = new { type = "object", description = Nasty, properties = new { x = new { type = "integer" } } };
        var schema = JsonSerializer.Serialize(new { type = "object", description = Nasty, properties = members });
        var models = NastyNames.Where(static name => name.Length > 0).Select(name => Model(name, schema)).ToArray();
        var methods = NastyNames.SelectMany(name => new[] { name, "{" + name + "}" }.SelectMany(part => new[]
        {
            ("/" + part, "GET", Method("GET", name, NastyNames, NastyNames, null, name) with { AuthorizationType = "AWS_IAM" }),
            ("/" + part, "POST", Method("POST", null, NastyNames, NastyNames, name, name)),
        })).ToArray();
        var definition = Definition(Nasty, models, methods);
        return definition with { Api = definition.Api with { Description = Nasty, Version = Nasty } };
    }

    public static SdkApi Describe(RestApiDefinition definition, ApiDocumentation? documentation = null) =>
        ApiDescriber.Describe(definition, "test", "us-east-1", Endpoint, documentation ?? ApiDocumentation.None);

    /// <summary>The files of an SDK by their paths.</summary>
    public static Dictionary<string, string> Generate(
        SdkLanguage language, SdkApi api, string? templates = null, Dictionary<string, string>? parameters = null)
    {
        using var generator = new SdkGenerator(templates, TimeProvider.System);
        return generator.Render(language, api, SdkSettings.Read(language.Settings, parameters ?? Parameters)).ToDictionary(
            static file => file.Key, static file => System.Text.Encoding.UTF8.GetString(file.Value), StringComparer.Ordinal);
    }

    public static MethodDocument Method(
        string verb, string? operation = null, string[]? query = null, string[]? headers = null, string? body = null,
        string? result = null) => new()
    {
        HttpMethod = verb,
        AuthorizationType = "NONE",
        OperationName = operation,
        RequestParameters = (query ?? []).Select(static name => "method.request.querystring." + name)
            .Concat((headers ?? []).Select(static name => "method.request.header." + name))
            .Distinct()
            .ToImmutableSortedDictionary(static name => name, static name => name.Length % 2 == 0),
        RequestModels = Json(body),
        MethodResponses = new Dictionary<string, MethodResponseDocument>
        {
            ["200"] = new() { StatusCode = "200", ResponseModels = Json(result) },
        }.ToImmutableSortedDictionary(),
    };

    public static ModelDocument Model(string name, string schema) => new() { Id = name, Name = name, Schema = schema };

    public static RestApiDefinition Definition(
        string name, ModelDocument[] models, params (string Path, string Verb, MethodDocument Method)[] methods)
    {
        var resources = new Dictionary<string, ResourceDocument> { [""] = new() { Id = "root" } };
        foreach (var (path, verb, method) in methods)
        {
            var parts = path == "/" ? [] : path[1..].Split("/");
            if (path is "/*/" or "/{*/}" || path.Contains(Nasty, StringComparison.Ordinal))
            {
                parts = [path[1..]]; // a slash of the name, not of the path
            }

            var at = "";
            foreach (var part in parts)
            {
                var parent = resources[at];
                at += "/" + part;
                resources.TryAdd(at, new ResourceDocument { Id = at, ParentId = parent.Id, PathPart = part });
            }

            resources[at] = resources[at] with { ResourceMethods = resources[at].ResourceMethods.SetItem(verb, method) };
        }

        return new RestApiDefinition
        {
            Api = new RestApiDocument { Id = "a1b2c3d4e5", Name = name, CreatedDate = 0, RootResourceId = "root" },
            Resources = [.. resources.Values],
            Models = [.. models],
        };
    }

    private static ImmutableSortedDictionary<string, string>? Json(string? model) => model is null
        ? null
        : ImmutableSortedDictionary<string, string>.Empty.Add("application/json", model.Length == 0 ? "Error" : model);
}
