using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;

namespace Gatehouse.Services.Projects;

/// <summary>
/// A function folder: its language is seen from its files, and <c>function.json</c> may say more (<c>Runtime</c>,
/// <c>Handler</c>, <c>Timeout</c>, <c>MemorySize</c>, <c>Environment</c>).
/// </summary>
public sealed record ProjectFunction
{
    private static readonly ImmutableArray<(string File, string Runtime, string Handler)> Languages =
    [
        ("index.mjs", "nodejs22.x", "index.handler"),
        ("index.js", "nodejs22.x", "index.handler"),
        ("index.cjs", "nodejs22.x", "index.handler"),
        ("lambda_function.py", "python3.13", "lambda_function.lambda_handler"),
        ("app.py", "python3.13", "app.handler"),
        ("bootstrap", "provided.al2023", "bootstrap"),
    ];

    /// <summary>The folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>Full path.</summary>
    public required string Folder { get; init; }

    public required string Runtime { get; init; }

    public required string Handler { get; init; }

    /// <value>Seconds, 1 to 900. Default 3, as Lambda's.</value>
    public int Timeout { get; init; } = FunctionLimits.DefaultTimeoutSeconds;

    /// <value>MiB, 128 to 10,240. Default 128.</value>
    public int MemorySize { get; init; } = FunctionLimits.MinMemoryMiB;

    public ImmutableSortedDictionary<string, string>? Environment { get; init; }

    /// <summary>Changes whenever a file of the folder does: SHA-256 over names, sizes and times, in Base64.</summary>
    public required string Fingerprint { get; init; }

    internal static ProjectFunction Load(string folder)
    {
        var name = Path.GetFileName(folder);
        if (name.Length > 64 || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            throw new ProjectException(folder, "a function's name has at most 64 letters, digits, hyphens and underscores.");
        }

        var settingsFile = Path.Combine(folder, "function.json");
        var settings = ProjectFolder.ReadSettings(settingsFile) ?? [];
        var seen = Languages.FirstOrDefault(language => File.Exists(Path.Combine(folder, language.File)));
        var runtime = Text(settings, "Runtime", settingsFile) ?? seen.Runtime
            ?? throw new ProjectException(
                folder,
                "the function's language is not clear: put index.mjs, index.js, lambda_function.py or an executable "
                + "bootstrap there, or a function.json with \"Runtime\" and \"Handler\".");
        return new ProjectFunction
        {
            Name = name,
            Folder = Path.GetFullPath(folder),
            Runtime = runtime,
            Handler = Text(settings, "Handler", settingsFile) ?? seen.Handler ?? "index.handler",
            Timeout = Number(settings, "Timeout", settingsFile, 1, FunctionLimits.MaxTimeoutSeconds)
                ?? FunctionLimits.DefaultTimeoutSeconds,
            MemorySize = Number(settings, "MemorySize", settingsFile, FunctionLimits.MinMemoryMiB, FunctionLimits.MaxMemoryMiB)
                ?? FunctionLimits.MinMemoryMiB,
            Environment = Variables(settings, settingsFile),
            Fingerprint = FingerprintOf(folder),
        };
    }

    private static string? Text(JsonObject settings, string member, string file) => settings[member] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new ProjectException(file, $"\"{member}\" must be a string."),
    };

    private static int? Number(JsonObject settings, string member, string file, int min, int max) => settings[member] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<int>(out var number) && number >= min && number <= max => number,
        _ => throw new ProjectException(file, $"\"{member}\" must be a whole number from {min} to {max}."),
    };

    private static ImmutableSortedDictionary<string, string>? Variables(JsonObject settings, string file)
    {
        if (settings[nameof(Environment)] is not { } node)
        {
            return null;
        }

        // Both forms are in use: Lambda's {"Variables": {…}} and the plain map.
        var variables = (node["Variables"] ?? node) as JsonObject
            ?? throw new ProjectException(file, "\"Environment\" must be an object of strings.");
        return variables.ToImmutableSortedDictionary(
            static pair => pair.Key,
            pair => pair.Value is JsonValue value && value.TryGetValue<string>(out var text)
                ? text
                : throw new ProjectException(file, $"the environment variable \"{pair.Key}\" must be a string."),
            StringComparer.Ordinal);
    }

    private static string FingerprintOf(string folder)
    {
        var state = new StringBuilder();
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(static path => !path.Contains("__pycache__", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Take(ProjectLimits.FilesPerFunction);
        foreach (var path in files)
        {
            var file = new FileInfo(path);
            state.Append(path).Append('\0')
                .Append(file.Exists ? file.Length : -1).Append('\0')
                .Append(file.Exists ? file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture) : "gone").Append('\n');
        }

        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(state.ToString())));
    }
}
