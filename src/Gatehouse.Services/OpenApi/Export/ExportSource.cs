using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Documentation;

namespace Gatehouse.Services.OpenApi.Export;

/// <summary>What is exported: an API as a stage serves it, and what was published about it.</summary>
internal sealed class ExportSource
{
    /// <summary>ISO 8601 to the second, as AWS writes dates in exports.</summary>
    private const string DateFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <param name="definition">The snapshot of the stage's deployment.</param>
    /// <param name="stageName">Becomes the base path.</param>
    /// <param name="region">Part of the host's name.</param>
    /// <param name="version">The stage's documentation version.</param>
    /// <param name="parts">What it froze; none without a version.</param>
    public ExportSource(
        RestApiDefinition definition,
        string stageName,
        string region,
        DocumentationVersionDocument? version,
        ImmutableArray<DocumentationPartDocument> parts)
    {
        Definition = definition;
        StageName = stageName;
        Host = $"{definition.Api.Id}.execute-api.{region}.amazonaws.com";
        Region = region;
        DocumentationVersion = version;
        Parts = parts;
        Said = DocumentationLookup.Of(parts);
        Version = definition.Api.Version is { Length: > 0 } named ? named : Date(definition.Api.CreatedDate);
    }

    public RestApiDefinition Definition { get; }

    public string StageName { get; }

    public string Host { get; }

    public string Region { get; }

    /// <summary><c>info.version</c>: the API's own, else the date of its creation.</summary>
    public string Version { get; }

    public DocumentationVersionDocument? DocumentationVersion { get; }

    public ImmutableArray<DocumentationPartDocument> Parts { get; }

    public DocumentationLookup Said { get; }

    public static string Date(long epochSeconds) =>
        DateTimeOffset.FromUnixTimeSeconds(epochSeconds).ToString(DateFormat, CultureInfo.InvariantCulture);
}
