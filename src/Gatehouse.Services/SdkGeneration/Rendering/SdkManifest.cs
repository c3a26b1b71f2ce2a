using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Services.SdkGeneration.Rendering;

/// <summary>The <c>sdk.json</c> of a template folder: which files an SDK has, and what each is made of.</summary>
internal sealed record SdkManifest
{
    public const string FileName = "sdk.json";

    public required IReadOnlyList<SdkManifestFile> Files { get; init; }

    public static SdkManifest Read(string language, byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SdkManifestJson.Default.SdkManifest)
                ?? throw new SdkTemplateException(language + "/" + FileName, "is null");
        }
        catch (JsonException failed)
        {
            throw new SdkTemplateException(language + "/" + FileName, failed.Message, failed);
        }
    }
}

/// <summary>One line of the manifest.</summary>
internal sealed record SdkManifestFile
{
    /// <summary>Where it stands in the archive; itself a template.</summary>
    public required string Path { get; init; }

    /// <summary>What it is made of: rendered when the name ends in <c>.vm</c>, copied otherwise.</summary>
    public required string Template { get; init; }

    /// <value>
    /// <c>models</c> or <c>operations</c>: one file for each, as <c>$model</c> or <c>$operation</c>. Absent: one.
    /// </value>
    public string? Each { get; init; }

    /// <summary>A member of <c>$sdk</c> that must be true, or must not when <c>!</c> stands before it.</summary>
    public string? When { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SdkManifest))]
internal sealed partial class SdkManifestJson : JsonSerializerContext;
