using System.Collections.Immutable;
using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Wire.Faults;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi;

/// <summary>Imports a definition with predictable ids.</summary>
internal static class ImportFixture
{
    public const string Account = "000000000000";
    public const long Now = 1_511_379_433;

    /// <summary>The definitions of REST APIs in samples/; an HTTP API says so by extensions of its own.</summary>
    public static readonly string[] Samples =
    [
        .. Directory.GetFiles(Path.Combine(Architecture.SourceTree.Root, "samples"), "openapi.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllText)
            .Where(static text => !text.Contains("x-amazon-apigateway-cors:", StringComparison.Ordinal)),
    ];

    public static readonly DocumentScope Scope = new(Account, "us-east-1");

    public static RestApiDefinition Import(
        string text, OpenApiImportOptions? options = null, RestApiDefinition? existing = null) =>
        ImportWithWarnings(text, options, existing).Definition;

    public static (RestApiDefinition Definition, ImmutableArray<string> Warnings) ImportWithWarnings(
        string text, OpenApiImportOptions? options = null, RestApiDefinition? existing = null) =>
        new OpenApiImporter(new CountingIds(), new RestApiQuotas()).Import(
            Encoding.UTF8.GetBytes(text), options ?? new OpenApiImportOptions(), existing, Scope, Now);

    /// <summary>The text of the refusal.</summary>
    public static string Refusal(
        string text, OpenApiImportOptions? options = null, RestApiDefinition? existing = null)
    {
        var fault = Should.Throw<ServiceFaultException>(() => Import(text, options, existing));
        fault.Code.ShouldBe("BadRequestException");
        fault.Status.ShouldBe(400);
        return fault.Message;
    }

    /// <summary>Problems with the line and column that each points to.</summary>
    public static IReadOnlyList<(int Line, int Column, string Message, bool IsError)> Problems(string text)
    {
        var parsed = OpenApiDocumentText.Parse(Encoding.UTF8.GetBytes(text));
        var result = new OpenApiImporter(new CountingIds(), new RestApiQuotas())
            .Import(parsed.Root, new OpenApiImportOptions(), null, Scope, Now);
        return
        [
            .. result.Problems.Select(problem =>
            {
                var position = parsed.Positions.Find(problem.Pointer);
                return (position.Line, position.Column, problem.Message, problem.IsError);
            }),
        ];
    }

    /// <summary>Every path with its verbs, as <c>/pets GET,POST</c>, in order.</summary>
    public static IReadOnlyList<string> Routes(RestApiDefinition definition) =>
    [
        .. definition.Resources
            .Select(resource => $"{PathOf(definition, resource)} {string.Join(',', resource.ResourceMethods.Keys)}".TrimEnd())
            .Order(StringComparer.Ordinal),
    ];

    public static ResourceDocument Resource(RestApiDefinition definition, string path) =>
        definition.Resources.Single(resource => PathOf(definition, resource) == path);

    public static MethodDocument Method(RestApiDefinition definition, string path, string verb) =>
        Resource(definition, path).ResourceMethods[verb];

    /// <summary>A definition of one operation, GET /x, with these members (YAML, from the first column).</summary>
    public static string Operation(string members, string root = "", string path = "/x", string verb = "get")
    {
        var indented = string.Join('\n', members.ReplaceLineEndings("\n").Split('\n').Select(static line => "      " + line));
        return $$"""
            openapi: 3.0.1
            info: { title: demo, version: "1" }
            paths:
              {{path}}:
                {{verb}}:
            {{indented}}
            {{root}}
            """;
    }

    /// <summary>The one method of <see cref="Operation"/>.</summary>
    public static MethodDocument ImportOperation(string members, string root = "", string path = "/x", string verb = "get") =>
        Import(Operation(members, root, path, verb)).Resources.SelectMany(static one => one.ResourceMethods.Values).Single();

    private static string PathOf(RestApiDefinition definition, ResourceDocument resource)
    {
        var path = "";
        for (var at = resource; at.PathPart is not null; at = definition.Resources.Single(one => one.Id == at.ParentId))
        {
            path = $"/{at.PathPart}{path}";
        }

        return path.Length == 0 ? "/" : path;
    }
}

/// <summary>Ids in the order they are asked for.</summary>
internal sealed class CountingIds : IIdSource
{
    private int _count;

    public string AlphanumericId(int length) => $"{++_count}".PadLeft(length, 'a');

    public string Uuid() => $"00000000-0000-4000-8000-{++_count:d12}";

    public void Fill(Span<byte> bytes)
    {
        var number = ++_count;
        for (var index = bytes.Length - 1; index >= 0; index--, number >>= 8)
        {
            bytes[index] = (byte)number;
        }
    }
}
