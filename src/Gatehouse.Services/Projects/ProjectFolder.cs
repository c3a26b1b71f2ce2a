using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.Projects;

/// <summary>
/// A project as it lies on disk: an OpenAPI definition or a template, and beside it <c>functions/NAME/</c> and optionally
/// <c>stage.json</c> (<c>{"variables": {…}}</c>).
/// </summary>
public sealed class ProjectFolder
{
    private static readonly ImmutableArray<string> DefinitionNames =
        [
            "openapi.yaml", "openapi.yml", "openapi.json", "swagger.yaml", "swagger.yml", "swagger.json", "template.yaml",
            "template.yml", "template.json",
        ];

    private ProjectFolder(string definitionFile, string folder)
    {
        DefinitionFile = definitionFile;
        Folder = folder;
    }

    /// <summary>The definition's path.</summary>
    public string DefinitionFile { get; }

    /// <summary>The folder that is watched: the definition's own.</summary>
    public string Folder { get; }

    /// <summary>Whether the definition is a template (<c>template.yaml</c>), not OpenAPI.</summary>
    public bool IsTemplate => Path.GetFileNameWithoutExtension(DefinitionFile) == "template";

    public required ReadOnlyMemory<byte> Definition { get; init; }

    public required ImmutableArray<ProjectFunction> Functions { get; init; }

    public required ImmutableSortedDictionary<string, string> StageVariables { get; init; }

    /// <summary>The definition file of a path that is a file or a folder.</summary>
    /// <exception cref="ProjectException">There is none.</exception>
    public static string FindDefinition(string path)
    {
        if (File.Exists(path))
        {
            return path;
        }

        if (!Directory.Exists(path))
        {
            throw new ProjectException(path, "there is no such file or folder.");
        }

        return DefinitionNames.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists)
            ?? throw new ProjectException(
                path, "the folder has no openapi.yaml and no template.yaml; put the API's definition there, or name the file.");
    }

    /// <summary>Reads the project. Safe to call again at any change.</summary>
    /// <exception cref="ProjectException">The project is not complete or not well formed.</exception>
    public static ProjectFolder Load(string path)
    {
        var file = FindDefinition(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return new ProjectFolder(file, folder)
        {
            Definition = ReadBounded(file, RestApiLimits.ImportFileBytes),
            Functions = LoadFunctions(Path.Combine(folder, "functions")),
            StageVariables = LoadVariables(Path.Combine(folder, "stage.json")),
        };
    }

    /// <summary>Reads a JSON object from a small settings file, or nothing when the file is not there.</summary>
    internal static JsonObject? ReadSettings(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var node = JsonNode.Parse(
                ReadBounded(file, ProjectLimits.SettingsBytes),
                documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return node as JsonObject ?? throw new ProjectException(file, "the file must hold a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new ProjectException(
            [
                new ProjectProblem(
                    file, (int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1,
                    "the file is not valid JSON."),
            ]);
        }
    }

    private static byte[] ReadBounded(string file, int maxBytes)
    {
        try
        {
            if (new FileInfo(file).Length > maxBytes)
            {
                throw new ProjectException(file, $"the file is larger than {maxBytes} bytes.");
            }

            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProjectException(file, $"the file cannot be read ({exception.Message}).");
        }
    }

    private static ImmutableArray<ProjectFunction> LoadFunctions(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var folders = Directory.EnumerateDirectories(folder)
            .Where(static name => !Path.GetFileName(name).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .ToList();
        return folders.Count <= ProjectLimits.Functions
            ? [.. folders.Select(ProjectFunction.Load)]
            : throw new ProjectException(folder, $"a project has at most {ProjectLimits.Functions} functions.");
    }

    private static ImmutableSortedDictionary<string, string> LoadVariables(string file)
    {
        var settings = ReadSettings(file);
        if (settings?["variables"] is not { } node)
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }

        var variables = node as JsonObject ?? throw new ProjectException(file, "\"variables\" must be an object of strings.");
        return variables.ToImmutableSortedDictionary(
            static pair => pair.Key,
            pair => pair.Value is JsonValue value && value.TryGetValue<string>(out var text)
                ? text
                : throw new ProjectException(file, $"the stage variable \"{pair.Key}\" must be a string."),
            StringComparer.Ordinal);
    }
}
