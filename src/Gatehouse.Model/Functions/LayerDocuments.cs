using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Functions;

/// <summary>
/// A layer's name. It outlives its versions, whose numbers are never given twice. Stored under its name.
/// </summary>
public sealed record LayerDocument : IDocument<LayerDocument>
{
    public static string Kind => "lambda/layer";

    public static JsonTypeInfo<LayerDocument> TypeInfo => FunctionJson.Default.LayerDocument;

    public required string Name { get; init; }

    public required long LastVersion { get; init; }
}

/// <summary>One version of a layer; it never changes. Stored under <c>{layer}/{version}</c>.</summary>
public sealed record LayerVersionDocument : IDocument<LayerVersionDocument>
{
    public static string Kind => "lambda/layer-version";

    public static JsonTypeInfo<LayerVersionDocument> TypeInfo => FunctionJson.Default.LayerVersionDocument;

    public required string LayerName { get; init; }

    public required long Version { get; init; }

    public required string LayerArn { get; init; }

    public required string Description { get; init; }

    /// <summary>As Lambda prints it.</summary>
    public required string CreatedDate { get; init; }

    public ImmutableArray<string>? CompatibleRuntimes { get; init; }

    public ImmutableArray<string>? CompatibleArchitectures { get; init; }

    public string? LicenseInfo { get; init; }

    /// <summary>Its content; always a stored package.</summary>
    public required FunctionCode Content { get; init; }
}

/// <summary>A layer version that a function carries.</summary>
/// <param name="Arn">Of the version.</param>
/// <param name="CodeSize">Bytes of its zip.</param>
/// <param name="PackageKey">Its content: kept here too, since a deleted layer version still serves its functions.</param>
public sealed record FunctionLayer(string Arn, long CodeSize, string PackageKey);
