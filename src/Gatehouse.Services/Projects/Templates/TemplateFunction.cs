using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;

namespace Gatehouse.Services.Projects.Templates;

/// <summary>What a template says of a function, over what its folder says.</summary>
internal static class TemplateFunction
{
    private static readonly ImmutableArray<string> Known =
        ["Code", "FunctionName", "Handler", "Runtime", "Timeout", "MemorySize", "Environment", "Description", "Role"];

    public static ProjectFunction Read(ProjectFunction folder, JsonObject properties)
    {
        if (properties.FirstOrDefault(static one => !Known.Contains(one.Key)) is { Key: { } unknown })
        {
            throw new TemplateValueException($"'gatehouse run' knows no property {unknown} of a function.");
        }

        var environment = Environment(properties);
        return folder with
        {
            Handler = properties["Handler"]?.ToString() ?? folder.Handler,
            Runtime = properties["Runtime"]?.ToString() ?? folder.Runtime,
            Timeout = Number(properties, "Timeout", 1, FunctionLimits.MaxTimeoutSeconds) ?? folder.Timeout,
            MemorySize = Number(properties, "MemorySize", FunctionLimits.MinMemoryMiB, FunctionLimits.MaxMemoryMiB)
                ?? folder.MemorySize,
            Environment = environment ?? folder.Environment,
            Fingerprint = Fingerprint(folder.Fingerprint, properties),
        };
    }

    private static ImmutableSortedDictionary<string, string>? Environment(JsonObject properties) =>
        (properties["Environment"] as JsonObject)?["Variables"] is JsonObject variables
            ? variables.ToImmutableSortedDictionary(
                static entry => entry.Key, static entry => entry.Value?.ToString() ?? "", StringComparer.Ordinal)
            : null;

    private static int? Number(JsonObject properties, string name, int min, int max) => properties[name] switch
    {
        null => null,
        { } value when int.TryParse(value.ToString(), out var number) && number >= min && number <= max => number,
        _ => throw new TemplateValueException($"{name} must be a whole number from {min} to {max}."),
    };

    /// <summary>A property that changes is a new version of the function, as a file is.</summary>
    private static string Fingerprint(string files, JsonObject properties) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(files + properties.ToJsonString())));
}
